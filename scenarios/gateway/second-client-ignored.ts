import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'second-client-ignored',
  title: 'a client_id argument does not choose another client than that of the Basic pair',
  refs: ['bug-catalogue second-client-ignored', 'gateway.md 1.2'],
  tags: ['gateway'],
  needs: ['levers'],
  given: { strategy: { client_id: ['one', 'two'], client_secret: ['a', 'b'] } },
  async run({ portal, gateway, levers }, step) {
    const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
    await step('she registers it', () => portal.register(app))
    const reply = await step('it calls with its pair and another client_id', () =>
      gateway.get('/orders?client_id=two', { basic: app }),
    )
    assert.equal(reply.status, 200)
    const calls = await levers.exchanges({ server: 'mock-curity' })
    const asked = calls.filter(({ route }) => route.endsWith('/oauth-token')).at(-1)
    assert.equal(asked?.response.status, 200)
  },
})
