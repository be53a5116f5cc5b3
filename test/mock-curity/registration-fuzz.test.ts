import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { registration, server, together } from './configurations.ts'
import { metadataText, registrationBody } from './fuzzed-metadata.ts'
import { type Answer, curity, member, type Rig, registrationPath } from './rig.ts'

/** Anybody registers, by every method and grant: the widest bounds accept the most. */
const open = together(
  server({
    'client-capabilities': { implicit: {} },
    'client-authentication': { 'asymmetrically-signed-jwt': {}, 'no-authentication': true },
  }),
  registration({
    'non-templatized': {
      capabilities: { implicit: {} },
      'client-authentication-method': { 'mutual-tls': {}, 'asymmetrically-signed-jwt': {}, 'no-authentication': {} },
      'no-authentication': {},
    },
  }),
)

interface State {
  tables: { dynamic_clients: { id: string }[] }
}

/** Everything that the server knows, secrets too. */
const state = async ({ levers }: Rig) => (await levers.state.snapshot({ secrets: true })) as State
const clientsIn = ({ tables }: State) => tables.dynamic_clients

const refusal = /^\{"error":"invalid_(client_metadata|redirect_uri|request)"\}$/

/** Reading a client with the token of the answer that told it. */
const read = ({ call }: Rig, { body }: Answer) => {
  const { registration_client_uri: uri, registration_access_token: token } = body as Record<string, string>
  return call('GET', new URL(String(uri)).pathname, { headers: { authorization: `Bearer ${token}` } })
}

test('whatever is sent is registered or refused in OAuth words, and a refusal leaves the server as it was', async () => {
  const rig = await curity({ configuration: open })
  await fc.assert(
    fc.asyncProperty(registrationBody, async (payload) => {
      const before = await state(rig)
      const answer = await rig.call('POST', registrationPath, { payload })
      const after = await state(rig)
      if (answer.status !== 201) {
        expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(refusal)])
        expect(answer.reason).toMatch(/^curity\.dcr\./)
        expect(after).toEqual(before)
        return
      }
      expect(clientsIn(after)).toHaveLength(clientsIn(before).length + 1)
      expect(clientsIn(after).at(-1)?.id).toBe(member(answer, 'client_id'))
      expect({ ...after, tables: { ...after.tables, dynamic_clients: clientsIn(before) } }).toEqual(before)
    }),
    { numRuns: 300 },
  )
})

test('whatever is registered is read as it was answered, and asks for tokens without a fault of the server', async () => {
  const rig = await curity({ configuration: open })
  await fc.assert(
    fc.asyncProperty(metadataText, async (payload) => {
      const answer = await rig.call('POST', registrationPath, { payload })
      if (answer.status !== 201) return
      const told = answer.body as Record<string, unknown>
      const again = await read(rig, answer)
      const renewed = { client_secret: expect.any(String), registration_access_token: expect.any(String) }
      expect(again.status).toBe(200)
      expect(again.body).toEqual({
        ...told,
        ...(told.client_secret ? renewed : { registration_access_token: renewed.registration_access_token }),
      })
      const secret = String(member(again, 'client_secret'))
      const token = await rig.token({}, basicAuthorization(String(told.client_id), secret))
      const mayAsk = told.client_secret !== undefined
      expect(token.status).toBe(
        mayAsk ? ((told.grant_types as string[]).includes('client_credentials') ? 200 : 400) : 401,
      )
    }),
    { numRuns: 200 },
  )
})

test('a refusal leaves the initial token as it was, and it registers one client', async () => {
  const rig = await curity()
  await fc.assert(
    fc.asyncProperty(registrationBody, async (payload) => {
      const token = await rig.initialToken()
      const before = await state(rig)
      const headers = { authorization: `Bearer ${token}` }
      const answer = await rig.call('POST', registrationPath, { headers, payload })
      if (answer.status === 400) expect(await state(rig)).toEqual(before)
      const next = await rig.register({ grant_types: ['client_credentials'] }, token)
      expect([answer.status, next.status]).toEqual(answer.status === 400 ? [400, 201] : [201, 401])
    }),
    { numRuns: 150 },
  )
})

test('whatever replaces a client is taken or refused, and a refusal changes neither the client nor its secrets', async () => {
  const rig = await curity({ configuration: open })
  const registered = await rig.call('POST', registrationPath, { payload: '{"grant_types":["client_credentials"]}' })
  const id = String(member(registered, 'client_id'))
  let [token, secret] = ['registration_access_token', 'client_secret'].map((name) => member(registered, name))
  const withId = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), client_id: id })
  await fc.assert(
    fc.asyncProperty(fc.oneof(metadataText.map(withId), registrationBody), async (payload) => {
      const before = await state(rig)
      const answer = await rig.call('PUT', `${registrationPath}/${id}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        payload,
      })
      const after = await state(rig)
      if (answer.status !== 200) {
        expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(refusal)])
        expect(after).toEqual(before)
        return
      }
      expect(answer.text).not.toContain(`"${token}"`)
      if (secret) expect(answer.text).not.toContain(`"${secret}"`)
      expect(clientsIn(after).map((row) => row.id)).toEqual([id])
      token = member(answer, 'registration_access_token')
      secret = member(answer, 'client_secret')
    }),
    { numRuns: 200 },
  )
})

test('a secret that is sent is neither answered, nor kept, nor recorded', async () => {
  const rig = await curity({ configuration: open })
  const places = fc.constantFrom(
    (secret: string) => ({ client_secret: secret }),
    (secret: string) => ({ registration_access_token: secret, client_secret: secret }),
    (secret: string) => ({ software_statement: `eyJhbGciOiJub25lIn0.${secret}.` }),
    (secret: string) => ({ jwks: { keys: [{ kty: 'EC', d: secret }] } }),
    (secret: string) => ({ jwks: { keys: [{ kty: 'oct', k: secret }] } }),
    (secret: string) => ({ password: secret, api_key: secret, 'private-key': secret }),
  )
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z0-9]{24}$/), metadataText, places, async (secret, others, place) => {
      const sent = { grant_types: ['client_credentials'], ...place(secret) }
      const payload = JSON.stringify({ ...(JSON.parse(others) as object), ...sent })
      const answer = await rig.call('POST', registrationPath, { payload })
      expect(answer.text).not.toContain(secret)
      expect(JSON.stringify(await state(rig))).not.toContain(secret)
      expect(JSON.stringify(rig.exchanges.list())).not.toContain(secret)
    }),
    { numRuns: 120 },
  )
})
