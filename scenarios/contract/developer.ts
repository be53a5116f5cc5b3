import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { cleaning } from '../steps/cleaning.ts'

/** What a developer and her application do, at whatever servers: no levers, and what is made is deleted. */
export default [
  scenario({
    id: 'contract-application',
    title:
      'an application is made, registered, calls by its credentials and by a token, and is deleted with its client',
    refs: ['konnect.md 9', 'gateway.md 10 rows 2, 24'],
    tags: ['contract', 'dcr', 'portal', 'gateway'],
    run: ({ portal, curity, gateway }, step) =>
      cleaning(async (later) => {
        const application = await step('a developer creates an application', () =>
          portal.createApplication({ name: 'contract' }),
        )
        later(() => step('it is deleted', () => portal.deleteApplication(application)))
        const shown = await portal.call('GET', `/applications/${application.id}`)
        assert.ok(!shown.text.includes(application.clientSecret), 'the secret is shown once')
        const registration = await step('she registers it', () => portal.register(application))
        assert.equal(registration.status, 'approved')
        const again = await portal.call('GET', `/applications/${application.id}/registrations`)
        assert.equal(again.status, 200)
        const { access_token: bearer } = await step('it gets a token', () => curity.clientCredentials(application))
        const basic = await step('it calls by its credentials', () => gateway.get('/orders', { basic: application }))
        assert.equal(basic.status, 200)
        assert.equal((await step('and by the token', () => gateway.get('/orders', { bearer }))).status, 200)
        const rotated = await step('the secret is renewed', () => portal.rotateSecret(application))
        await step('the new one is good', () => curity.clientCredentials(rotated))
      }),
  }),
  scenario({
    id: 'contract-refusals',
    title: 'calls and applications that are refused, each in the words of who refuses',
    refs: ['konnect.md 1.4, 9.4', 'gateway.md 3.1'],
    tags: ['contract', 'refusal'],
    async run({ portal, gateway, konnect }, step) {
      const statuses: Record<string, number> = {}
      const asked = async (title: string, act: () => Promise<{ status: number }>) => {
        statuses[title] = (await step(title, act)).status
      }
      await asked('a call without credentials', () => gateway.get('/orders'))
      await asked('a call with a token of nobody', () => gateway.get('/orders', { bearer: 'no.such.token' }))
      await asked('an application without a name', () => portal.call('POST', '/applications', { json: {} }))
      const other = '00000000-0000-4000-8000-000000000000'
      await asked('an application that is not there', () => portal.call('GET', `/applications/${other}`))
      const provider = { name: 'x', provider_type: 'Curity', issuer: 'https://curity.example', dcr_config: {} }
      await asked('a provider of no type', () => konnect.call('POST', '/v2/dcr-providers', { json: provider }))
      await asked('a provider that is not there', () => konnect.call('GET', `/v2/dcr-providers/${other}`))
      assert.deepEqual(Object.values(statuses), [401, 401, 400, 404, 400, 404])
    },
  }),
]
