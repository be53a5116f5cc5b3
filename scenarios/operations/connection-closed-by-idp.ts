import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'

export default scenario({
  id: 'connection-closed-by-idp',
  title:
    'a connection that the identity provider closes under a call costs that call, or one more on a fresh connection',
  refs: ['bug-catalogue connection-closed-by-idp', 'zmartzone/lua-resty-openidc#448', 'RFC 9112 section 9.3.1'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  given: { strategy: { cache_tokens: false } },
  async run(world, step) {
    const app = await registeredApplication(world, step)
    const statuses = async () => {
      const replies = []
      for (let n = 0; n < 5; n++) replies.push(await world.gateway.get('/orders', { basic: app }))
      return replies.map(({ status, reason }) => reason ?? status)
    }
    const third = { endpoint: 'token', kind: 'reset', nth: 3 } as const
    await arrange(world, {
      faults: { curity: [third] },
      behaviour: { gateway: { idpConnectionClosed: 'refuse' } },
    })
    const lost = await step('five calls; the third token call is cut', statuses)
    assert.deepEqual(lost, [200, 200, 'gateway.idp.unreachable', 200, 200])

    await arrange(world, {
      faults: { curity: [third] },
      behaviour: { gateway: { idpConnectionClosed: 'retry-once' } },
    })
    assert.deepEqual(
      await step('with one more call on a fresh connection nobody notices', statuses),
      Array(5).fill(200),
    )
    await arrange(world, { faults: { curity: [{ endpoint: 'token', kind: 'reset', times: 2 }] } })
    const twice = await step('cut twice, it is not called a third time', statuses)
    assert.deepEqual(twice, ['gateway.idp.unreachable', 200, 200, 200, 200])
  },
})
