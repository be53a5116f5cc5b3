import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'scopes-required-or-not',
  title: 'a strategy without scopes is refused and says which member is missing; an empty list is taken',
  refs: ['bug-catalogue scopes-required-or-not', 'Kong/terraform-provider-konnect#162, #163', 'konnect.md 3.1'],
  tags: ['misconfiguration', 'konnect'],
  async run({ konnect }, step) {
    const [provider] = await konnect.list('/v2/dcr-providers')
    const openidConnect = {
      issuer: 'https://curity.example',
      credential_claim: ['sub'],
      scopes: [] as string[],
      auth_methods: ['bearer'],
    }
    const strategy = (configs: object, more: object = {}) => ({
      json: {
        name: 's',
        display_name: 'S',
        strategy_type: 'openid_connect',
        dcr_provider_id: provider?.id,
        configs: { 'openid-connect': configs },
        ...more,
      },
    })
    const path = '/v2/application-auth-strategies'
    const { scopes: _, ...without } = openidConnect
    const refused = await step('none are sent', () => konnect.call('POST', path, strategy(without)))
    assert.equal(refused.status, 400)
    const [parameter] = (refused.body as { invalid_parameters: { field: string; rule: string }[] }).invalid_parameters
    assert.deepEqual([parameter?.field, parameter?.rule], ['configs.openid-connect.scopes', 'required'])
    assert.equal((await step('an empty list', () => konnect.call('POST', path, strategy(openidConnect)))).status, 201)
  },
})
