import { expect } from 'vitest'
import type { ClientCredentials, Reply, World } from '../../harness/public.ts'
import { billing, credentialsOf, manage, registerAt, registeredAt } from '../../scenarios/steps/curity-parts.ts'
import { byBasic, creates, type QuirkRow, tokenOf } from './row.ts'

const byClient = { grant_type: 'client_credentials' }

/** What registration says of metadata: its error, or that the client is there. */
const registering =
  (metadata: object): QuirkRow['sees'] =>
  async (world) => {
    const { status, body } = await registerAt(world, metadata)
    return [status, (body as { error?: string }).error]
  }

/** The status of a token request whose Basic header is written in one way. */
async function tokenStatus({ curity }: World, { clientId, clientSecret }: ClientCredentials, encode: Encode) {
  const authorization = `Basic ${btoa(`${encode(clientId)}:${encode(clientSecret)}`)}`
  return (await curity.requestToken(byClient, undefined, { headers: { authorization } })).status
}

type Encode = (text: string) => string
const everyCharacter: Encode = (text) =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
const uriOf = ({ body }: Reply) => (body as { registration_client_uri: string }).registration_client_uri
const accepted = [201, undefined]
const refused = [400, 'invalid_client_metadata']

/** What the identity server does with registrations, clients and tokens. */
export const curityRows: Readonly<Record<string, QuirkRow>> = {
  'punctuated-secrets': {
    sees: async ({ portal }) => (await portal.createApplication({ name: 'another' })).clientSecret,
    without: expect.not.stringContaining('+%'),
    with: expect.stringContaining('+%'),
  },
  'basic-read-raw': {
    given: { curity: { quirks: ['punctuated-secrets'] } },
    sees: (world, app) => tokenStatus(world, app, encodeURIComponent),
    without: 200,
    with: 401,
  },
  'basic-compares-encoded': { sees: (world, app) => tokenStatus(world, app, everyCharacter), without: 200, with: 401 },
  'at-jwt': {
    sees: async (world, app) => headerOf(await tokenOf(world, app)).typ,
    without: undefined,
    with: 'at+jwt',
  },
  'scope-required': { sees: registering(billing), without: accepted, with: refused },
  'redirect-uri-required': { sees: registering(billing), without: accepted, with: refused },
  'client-name-required': {
    sees: registering({ grant_types: ['client_credentials'], redirect_uris: [] }),
    without: accepted,
    with: refused,
  },
  'unknown-scope-403': {
    sees: registering({ ...billing, scope: 'no:such:scope' }),
    without: refused,
    with: [403, 'insufficient_scope'],
  },
  'auth-method-ignored': {
    async sees(world) {
      const asked = { ...billing, token_endpoint_auth_method: 'client_secret_post' }
      return ((await registerAt(world, asked)).body as typeof asked).token_endpoint_auth_method
    },
    without: 'client_secret_post',
    with: 'client_secret_basic',
  },
  'secret-unchecked': {
    sees: (world, app) => byBasic(world, { ...app, clientSecret: 'guessed' }),
    without: 'gateway.basic.wrong-secret',
    with: 200,
  },
  'client-ids-with-slashes': {
    sees: async ({ portal }) => (await portal.createApplication({ name: 'another' })).clientId,
    without: expect.not.stringContaining('/'),
    with: expect.stringMatching(/^acme\//),
  },
  'management-uri-unescaped': {
    given: { curity: { quirks: ['client-ids-with-slashes'] } },
    sees: async (world) => uriOf(await registerAt(world)),
    without: expect.stringContaining('/acme%2F'),
    with: expect.stringContaining('/acme/'),
  },
  'token-outlives-client': {
    async sees(world) {
      const client = await registeredAt(world)
      await manage(world.curity, 'DELETE', client)
      return (await manage(world.curity, 'GET', client)).status
    },
    without: 401,
    with: 200,
  },
  'update-without-effect': {
    async sees(world) {
      const code = { ...billing, grant_types: ['authorization_code'], redirect_uris: ['https://app.example/cb'] }
      const client = await registeredAt(world, code)
      const grant_types = ['authorization_code', 'client_credentials', 'refresh_token']
      const { body } = await manage(world.curity, 'PUT', client, { ...code, client_id: client.client_id, grant_types })
      const updated = body as typeof client & { grant_types: string[] } // the client as it is now
      return [updated.grant_types, (await world.curity.requestToken(byClient, credentialsOf(updated))).status]
    },
    without: [['authorization_code', 'client_credentials', 'refresh_token'], 200],
    with: [['authorization_code', 'client_credentials', 'refresh_token'], 400],
  },
  '500-on-bad-body': {
    async sees(world) {
      await creates(world)
      const { access_token } = await world.curity.clientCredentials(registrar(world), { scope: 'dcr' })
      const headers = { 'content-type': 'application/json' }
      return (await world.curity.register({}, access_token, { text: '{"client_name":', headers })).status
    },
    without: 400,
    with: 500,
  },
}

const registrar = ({ addresses: { curity } }: World): ClientCredentials => ({
  clientId: curity.registrar.id,
  clientSecret: curity.registrar.secret,
})
