import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { later } from '../steps/calls-to-curity.ts'
import { rotateKeys } from '../steps/signed-token.ts'

export default scenario({
  id: 'rediscovery-fails-fall-back',
  title: 'while discovery answers 500 a token with a known key passes; one with an unknown key fails, and hurts nobody',
  refs: ['bug-catalogue rediscovery-fails-fall-back', 'gateway.md 3', 'gateway.md 10 rows 17 and 34'],
  tags: ['operations', 'gateway'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, curity, gateway, levers } = world
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const { access_token: token } = await step('it fetches a token', () => curity.clientCredentials(app))
    assert.equal((await gateway.get('/orders', { bearer: token })).status, 200)

    await step('discovery answers 500', () =>
      levers.fault('curity', {
        kind: 'answer',
        endpoint: 'discovery',
        from: 'gateway-sim',
        status: 500,
        times: 'always',
      }),
    )
    await step('Curity signs with another key', () => rotateKeys(world, 'overlap'))
    const { access_token: fresh } = await step('it fetches another token', () => curity.clientCredentials(app))
    await later(world, 31, 'gateway')
    const call = (bearer: string) => gateway.get('/orders', { bearer })
    const unknown = await step('a token with an unknown key makes the gateway ask', () => call(fresh))
    assert.deepEqual([unknown.status, unknown.reason], [401, 'gateway.bearer.unknown-key'])
    assert.equal((await step('a token with a known key passes', () => call(token))).status, 200)
    await levers.disarm('curity')
    await later(world, 6, 'gateway')
    assert.equal((await step('when discovery works again, so does the other', () => call(fresh))).status, 200)
  },
})
