import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'provider-type-case',
  title: 'a provider_type as the how-to prints it is refused, with the choices; compat docs takes it',
  refs: ['bug-catalogue provider-type-case', 'konnect.md 17'],
  tags: ['misconfiguration', 'konnect'],
  needs: ['levers'],
  async run(world, step) {
    const { konnect, levers } = world
    const json = {
      name: 'Curity',
      provider_type: 'Curity',
      issuer: 'https://curity.example/oauth/v2/oauth-anonymous',
      dcr_config: { initial_client_id: 'dcr', initial_client_secret: 'secret' },
    }
    const refused = await step('an operator pastes it', () => konnect.call('POST', '/v2/dcr-providers', { json }))
    assert.equal(refused.status, 400)
    assert.equal(refused.reason, 'konnect.how-to.provider-type')
    const [parameter] = (refused.body as { invalid_parameters: { choices?: string[] }[] }).invalid_parameters
    assert.ok(parameter?.choices?.includes('curity'))
    const published = { ...json, provider_type: 'curity' }
    await step('the published form is taken', () => konnect.create('/v2/dcr-providers', published))
    await levers.behave('konnect', { compat: 'docs' })
    const made = await step('with compat docs the printed one too', () => konnect.create('/v2/dcr-providers', json))
    assert.equal(made.provider_type, 'curity')
  },
})
