import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { arrange } from '../steps/arrange.ts'
import { registrarOf } from '../steps/registrar.ts'

const refs = (id: string, ...sources: string[]) => [`bug-catalogue ${id}`, ...sources]
const machine = { client_name: 'billing', grant_types: ['client_credentials'] }

/** What callers of the registration endpoint itself meet. */
export default [
  scenario({
    id: 'empty-or-bad-body-500',
    title: 'a registration that is no JSON is answered with 500 by the bug, with 400 by the mended server',
    refs: refs('empty-or-bad-body-500', 'akutishevsky/withings-mcp#23', 'pump-io/pump.io#690'),
    tags: ['registration'],
    needs: ['levers'],
    given: { curity: { quirks: ['500-on-bad-body'] } },
    async run({ curity, levers, addresses }, step) {
      const statuses = async () => {
        const all: number[] = []
        for (const text of ['{"client_name":', 'not JSON']) {
          const { access_token } = await curity.clientCredentials(registrarOf(addresses), { scope: 'dcr' })
          const headers = { 'content-type': 'application/json' }
          all.push((await curity.register({}, access_token, { text, headers })).status)
        }
        return all
      }
      assert.deepEqual(await step('two broken bodies are sent', statuses), [500, 500])
      await step('the server is mended', () => levers.quirks('curity', { off: ['500-on-bad-body'] }))
      assert.deepEqual(await step('and they are sent again', statuses), [400, 400])
    },
  }),
  scenario({
    id: 'initial-token-single-use',
    title:
      'an initial token registers one client, however fast the second request comes: who keeps it for the next one is refused',
    refs: refs('initial-token-single-use', 'Curity, Using Dynamic Client Registration'),
    tags: ['registration', 'dcr'],
    needs: ['levers'],
    async run(world, step) {
      const { curity, portal, addresses } = world
      const { access_token } = await curity.clientCredentials(registrarOf(addresses), { scope: 'dcr' })
      const both = await step('one token is used twice at once', () =>
        Promise.all([curity.register(machine, access_token), curity.register(machine, access_token)]),
      )
      assert.deepEqual(both.map(({ status }) => status).sort(), [201, 401])

      const create = (name: string) => portal.call('POST', '/applications', { json: { name } })
      await arrange(world, { quirks: { konnect: ['keeps-initial-token'] } })
      assert.equal((await step('a developer creates an application', () => create('billing'))).status, 201)
      const refused = await step('and another one with the token that was kept', () => create('invoices'))
      assert.deepEqual([refused.status, refused.reason], [400, 'konnect.dcr.registration-refused'])

      await arrange(world, {})
      const made = await step('where each asks for its own, two at once are made', () =>
        Promise.all(['orders', 'returns'].map(create)),
      )
      assert.deepEqual(
        made.map(({ status }) => status),
        [201, 201],
      )
    },
  }),
  scenario({
    id: 'auth-method-ignored-on-create',
    title: 'a server that ignores the authentication method and checks no secret takes any for the right one',
    refs: refs('auth-method-ignored-on-create', 'CVE-2026-44476', 'artui/djangorestframework-mcp-server v0.19.0'),
    tags: ['registration'],
    needs: ['levers'],
    given: { curity: { quirks: ['auth-method-ignored', 'secret-unchecked'] } },
    async run({ curity, levers, addresses }, step) {
      const register = async () => {
        const { access_token } = await curity.clientCredentials(registrarOf(addresses), { scope: 'dcr' })
        const asked = { ...machine, token_endpoint_auth_method: 'client_secret_post' }
        const { body } = await curity.register(asked, access_token)
        return body as { client_id: string; client_secret: string; token_endpoint_auth_method: string } // as RFC 7591 has it
      }
      const withWrongSecret = async (clientId: string) =>
        (await curity.requestToken({ grant_type: 'client_credentials' }, { clientId, clientSecret: 'guessed' })).status
      const careless = await step('a client asks for client_secret_post', register)
      assert.equal(careless.token_endpoint_auth_method, 'client_secret_basic')
      assert.equal(await step('any secret is taken', () => withWrongSecret(careless.client_id)), 200)
      await step('the server is mended', () =>
        levers.quirks('curity', { off: ['auth-method-ignored', 'secret-unchecked'] }),
      )
      const client = await step('a client asks again', register)
      assert.equal(client.token_endpoint_auth_method, 'client_secret_post')
      assert.equal(await step('a wrong secret is refused', () => withWrongSecret(client.client_id)), 401)
    },
  }),
]
