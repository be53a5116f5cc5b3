import assert from 'node:assert/strict'
import type { Fault } from '../../harness/public.ts'
import { scenario } from '../../harness/scenario.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callsToCurity } from '../steps/calls-to-curity.ts'
import { asPluginClient } from '../steps/plugins.ts'

/** An identity provider that takes client credentials in the header alone. */
const basicOnly: Fault = {
  ...{ endpoint: 'introspect', kind: 'answer', status: 401, body: { error: 'invalid_client' } },
  ...{ requestBody: { client_secret: '' }, times: 'always' },
}

export default scenario({
  id: 'introspection-auth-method-ignored',
  title:
    'a release sends id and secret of an introspection in the form whatever is configured, which who takes the header alone refuses',
  refs: ['bug-catalogue introspection-auth-method-ignored', 'revomatico/kong-oidc#23', 'gateway.md 7'],
  tags: ['gateway', 'token'],
  needs: ['levers'],
  given: {
    curity: { accessTokens: 'opaque' },
    strategy: {
      ...{ auth_methods: ['introspection'], introspection_endpoint_auth_method: 'client_secret_basic' },
      ...asPluginClient,
    },
  },
  async run(world, step) {
    const app = await registeredApplication(world, step)
    const { access_token: bearer } = await step('it fetches a token', () => world.curity.clientCredentials(app))
    const call = async () => {
      const { status, reason } = await world.gateway.get('/orders', { bearer })
      const [asked] = (await callsToCurity(world, '/oauth-introspect')).slice(-1)
      const { headers, body = '' } = asked?.request ?? { headers: {} }
      return [status, reason, 'authorization' in headers, body.includes('client_secret')]
    }
    await arrange(world, { faults: { curity: [basicOnly] }, quirks: { gateway: ['introspect-always-post'] } })
    const refused = [401, 'gateway.introspection.refused', false, true]
    assert.deepEqual(await step('it calls', call), refused)
    await arrange(world, {})
    assert.deepEqual(await step('a mended release shows itself in the header', call), [200, undefined, true, false])
  },
})
