import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'provider-type-immutable',
  title: 'the type of a provider cannot be changed; other members can',
  refs: ['bug-catalogue provider-type-immutable', 'konnect.md 2.2'],
  tags: ['misconfiguration', 'konnect'],
  async run({ konnect }, step) {
    const [provider] = await konnect.list('/v2/dcr-providers')
    const path = `/v2/dcr-providers/${provider?.id}`
    const refused = await step('an operator changes it', () =>
      konnect.call('PATCH', path, { json: { provider_type: 'okta' } }),
    )
    assert.equal(refused.status, 400)
    const changed = await step('and its name', () => konnect.change(path, { name: 'renamed' }))
    assert.deepEqual([changed.name, changed.provider_type], ['renamed', 'curity'])
  },
})
