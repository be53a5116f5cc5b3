import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { callsToCurity, later } from '../steps/calls-to-curity.ts'
import { changeStrategy } from '../steps/strategy.ts'

export default scenario({
  id: 'unknown-kid-storm',
  title: 'made-up keys make a gateway without a window look keys up once a call, and with one once a window',
  refs: ['bug-catalogue unknown-kid-storm', 'zmartzone/lua-resty-openidc#468', 'gateway.md 3'],
  tags: ['gateway', 'keys'],
  needs: ['levers'],
  async run(world, step) {
    const { curity, gateway } = world
    const app = await registeredApplication(world, step)
    const { access_token: token } = await step('it fetches a token', () => curity.clientCredentials(app))
    const [, claims, signature] = token.split('.')
    const lookUps = async () => {
      assert.equal((await gateway.get('/orders', { bearer: token })).status, 200)
      await later(world, 31, 'gateway')
      const before = (await callsToCurity(world, '/jwks')).length
      for (let n = 0; n < 20; n++) {
        const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: `made-up-${n}` })).toString('base64url')
        const reply = await gateway.get('/orders', { bearer: [header, claims, signature].join('.') })
        assert.equal(reply.reason, 'gateway.bearer.unknown-key')
      }
      return (await callsToCurity(world, '/jwks')).length - before
    }
    await step('the operator sets the window to 0', () => changeStrategy(world, { rediscovery_lifetime: 0 }))
    assert.equal(await step('twenty calls', lookUps), 20)
    await step('and to 30 s, as it is by default', () => changeStrategy(world, { rediscovery_lifetime: 30 }))
    assert.equal(await step('twenty more', lookUps), 1)
  },
})
