import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'labels-inside-config-400',
  title: 'labels inside the openid-connect object are an unknown field; beside it they are taken',
  refs: ['bug-catalogue labels-inside-config-400', 'Kong/terraform-provider-konnect#193', 'konnect.md 1.4'],
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
    const labels = { env: 'test' }
    const nested = strategy({ ...openidConnect, labels })
    const refused = await step('a tool nests them', () => konnect.call('POST', path, nested))
    assert.equal(refused.status, 400)
    assert.deepEqual((refused.body as { invalid_parameters: object[] }).invalid_parameters, [
      { field: 'configs.openid-connect.labels', reason: 'unknown field', rule: 'invalid', source: 'body' },
    ])
    const taken = await step('and puts them beside', () =>
      konnect.call('POST', path, strategy(openidConnect, { labels })),
    )
    assert.equal(taken.status, 201)
  },
})
