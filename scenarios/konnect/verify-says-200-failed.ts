import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'verify-says-200-failed',
  title:
    'a failed verification is a 200, where the summary speaks of 4xx: who looks at the status alone takes it for a success',
  refs: ['bug-catalogue verify-says-200-failed', 'konnect.md 2.2'],
  tags: ['misconfiguration', 'dcr', 'konnect'],
  needs: ['levers'],
  async run(world, step) {
    const { konnect, levers, addresses } = world
    const [provider] = await konnect.list('/v2/dcr-providers')
    const path = `/v2/dcr-providers/${provider?.id}`
    const verify = () => konnect.call('POST', `${path}/verify`)
    await konnect.change(path, { dcr_config: { initial_client_secret: 'wrong' } })
    const failed = await step('an operator verifies a provider with a wrong secret', verify)
    assert.equal(failed.status, 200)
    assert.deepEqual(failed.body, { status: 'failed', errors: ['Unable to create the DCR application'] })
    assert.equal(failed.reason, 'konnect.dcr.initial-client-refused')
    const summary = { endpoint: 'konnect.provider.verify', kind: 'answer', status: 422, body: failed.body } as const
    await levers.fault('konnect', summary)
    assert.equal((await step('as the summary has it', verify)).status, 422)
    await konnect.change(path, { dcr_config: { initial_client_secret: addresses.curity.registrar.secret } })
    const good = await step('and again with the right one', verify)
    assert.deepEqual([good.status, good.body], [200, { status: 'success', errors: [] }])
  },
})
