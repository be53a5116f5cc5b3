import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { callsToCurity } from '../steps/calls-to-curity.ts'

export default scenario({
  id: 'second-client-ignored',
  title:
    'client_id=2 chooses the second client of the plugin for a login, and nothing for a caller with a pair of its own',
  refs: ['bug-catalogue second-client-ignored', 'Kong openid-connect docs, Multiple clients', 'gateway.md 1.2'],
  tags: ['gateway', 'credentials'],
  needs: ['levers'],
  given: {
    strategy: {
      auth_methods: ['client_credentials', 'authorization_code'],
      ...{ client_id: ['one', 'two'], client_secret: ['a', 'b'] },
    },
  },
  async run(world, step) {
    const { gateway } = world
    const app = await registeredApplication(world, step)
    const reply = await step('it calls with its pair and client_id=2', () =>
      gateway.get('/orders?client_id=2', { basic: app }),
    )
    const { headers } = reply.body as { headers: Record<string, string> }
    assert.deepEqual([reply.status, headers['x-credential-identifier']], [200, app.clientId])
    const [asked] = (await callsToCurity(world, '/oauth-token')).slice(-1)
    assert.equal(asked?.response.status, 200)
    const login = await step('a browser without a pair', () => gateway.get('/orders?client_id=2'))
    assert.equal(login.status, 302)
    assert.equal(new URL(String(login.headers.location)).searchParams.get('client_id'), 'two')
  },
})
