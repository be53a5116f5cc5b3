import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'

export default scenario({
  id: 'malformed-token-500',
  title:
    'a token without dots makes a release fail with 500; a mended one refuses it as it does any other malformed one',
  refs: ['bug-catalogue malformed-token-500', 'Kong JWT plugin changelog 3.14.0.2', 'gateway.md 10 row 35'],
  tags: ['gateway', 'refusal'],
  needs: ['levers'],
  async run(world, step) {
    const { gateway } = world
    const app = await registeredApplication(world, step)
    const call = async (bearer: string) => {
      const { status, reason } = await step(`it calls with ${bearer}`, () => gateway.get('/orders', { bearer }))
      return [status, reason]
    }
    const refused = [401, 'gateway.bearer.not-a-jwt']
    await arrange(world, { quirks: { gateway: ['malformed-jwt-500'] } })
    assert.deepEqual(await call('abc'), [500, 'gateway.plugin-failed'])
    assert.deepEqual(await call('a.b'), refused)
    await arrange(world, {})
    for (const bearer of ['abc', 'a.b', 'a.b.c', '...']) assert.deepEqual(await call(bearer), refused)
    const own = await step('its own pair still opens the door', () => gateway.get('/orders', { basic: app }))
    assert.equal(own.status, 200)
  },
})
