import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { signUp } from '../steps/developer.ts'
import { addProvider, addService, addStrategy } from '../steps/platform.ts'

export default scenario({
  id: 'walkthrough-v3',
  title: "from nothing to a developer's application that calls an API, by the current Dev Portal",
  refs: ['konnect.md 7, 9, 10', 'curity.md 8', 'gateway.md 10 rows 2, 24, 54'],
  tags: ['walkthrough', 'v3'],
  needs: ['levers'],
  given: { konnect: { world: 'empty' } },
  async run(world, step) {
    const { konnect, gateway, curity, portal } = world

    const provider = await step('Konnect is pointed at Curity', () => addProvider(world))
    const verified = await step('and tries it', () => konnect.call('POST', `/v2/dcr-providers/${provider.id}/verify`))
    assert.deepEqual(verified.body, { status: 'success', errors: [] })
    const strategy = await step('an auth strategy uses it', () => addStrategy(world, provider))
    const service = await step('an upstream stands behind the gateway', () => addService(world, '/orders'))

    const ourPortal = await step('a portal opens', () =>
      konnect.create('/v3/portals', { name: 'developers', auto_approve_developers: true }),
    )
    const api = await step('an API is published in it, served by that upstream', async () => {
      const made = await konnect.create('/v3/apis', { name: 'Orders', version: 'v1' })
      const { id, control_plane_id } = service
      await konnect.create(`/v3/apis/${made.id}/implementations`, { service: { id, control_plane_id } })
      const publication = { auth_strategy_ids: [strategy.id], visibility: 'public' }
      await konnect.put(`/v3/apis/${made.id}/publications/${ourPortal.id}`, publication)
      return made
    })

    const developer = await step('a developer signs up', () => signUp(world, portal))
    await step('and signs in', () => portal.signIn(developer))
    const application = await step('she creates an application', () =>
      portal.createApplication({ name: 'billing', auth_strategy_id: strategy.id }),
    )
    const shown = await portal.call('GET', `/applications/${application.id}`)
    assert.equal((shown.body as { client_id: string }).client_id, application.clientId)
    assert.ok(!shown.text.includes(application.clientSecret), 'the secret is shown once')

    const registration = await step('she registers it for the API', () => portal.register(application, api))
    assert.equal(registration.status, 'pending')
    const registrations = `/v3/portals/${ourPortal.id}/applications/${application.id}/registrations`
    await step('an operator approves', () =>
      konnect.change(`${registrations}/${registration.id}`, { status: 'approved' }),
    )

    const basic = await step('it calls the API with its credentials', () =>
      gateway.get('/orders/17', { basic: application }),
    )
    assert.equal(basic.status, 200)
    const seen = basic.body as { path: string; headers: Record<string, string> }
    assert.equal(seen.path, '/17')
    assert.match(seen.headers.authorization ?? '', /^Bearer /, 'the upstream gets the token, not the secret')

    const token = await step('it calls with a token of its own', () => curity.clientCredentials(application))
    assert.equal((await gateway.get('/orders', { bearer: token.access_token })).status, 200)
    const cookie = String([basic.headers['set-cookie']].flat()[0]).split(';')[0]
    const session = await step('it calls with the session cookie', () => gateway.get('/orders', { cookie }))
    assert.equal(session.status, 200)
  },
})
