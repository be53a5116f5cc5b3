import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { client, jwt } from './configurations.ts'
import { curity, decoded, introspector, introspectPath, issuer, member, service, start } from './rig.ts'

const accessToken = async ({ token }: Awaited<ReturnType<typeof curity>>) =>
  String(member(await token({ scope: 'orders:read' }), 'access_token'))

test.for([
  { form: 'opaque', configuration: {} },
  { form: 'jwt', configuration: jwt },
])('tells all about a token that is active: $form', async ({ configuration }) => {
  const rig = await curity({ configuration })
  const answer = await rig.introspect(await accessToken(rig))
  expect(answer.text).toBe(
    JSON.stringify({
      sub: 'service',
      purpose: 'access_token',
      iss: issuer,
      active: true,
      token_type: 'bearer',
      client_id: 'service',
      aud: ['service'],
      nbf: start,
      scope: 'orders:read',
      exp: start + 300,
      delegationId: '00000000-0000-4000-8000-000000000001',
      iat: start,
    }),
  )
})

test('tells of a dead token that it is not active', async () => {
  const rig = await curity()
  const token = await accessToken(rig)
  expect((await rig.introspect(`${token}x`)).text).toBe('{"active":false}')
  rig.clock.advance(299_000)
  expect((await rig.introspect(token)).body).toMatchObject({ active: true })
  rig.clock.advance(1000)
  expect((await rig.introspect(token)).text).toBe('{"active":false}')
  expect((await rig.introspect('')).body).toEqual({ error: 'invalid_request' })
})

test.for(['a.b.c', 'eyJhbGciOiJub25lIn0.e30.', '...', 'x'.repeat(10_000)])(
  'text that is no token is not active',
  async (text) => {
    const { introspect } = await curity()
    expect(await introspect(text)).toMatchObject({ status: 200, body: { active: false } })
  },
)

test('a JWT whose content was changed is not active', async () => {
  const rig = await curity({ configuration: jwt })
  const [header, , signature] = (await accessToken(rig)).split('.')
  const claims = { exp: start + 9999, sub: 'service', purpose: 'access_token' }
  const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
  expect((await rig.introspect(forged)).body).toEqual({ active: false })
})

test('an initial token is no access token', async () => {
  const rig = await curity()
  expect((await rig.introspect(await rig.initialToken())).body).toEqual({ active: false })
})

test('an opaque token is given as JWT to whoever asks for one: the phantom token', async () => {
  const rig = await curity()
  const answer = await rig.introspect(await accessToken(rig), 'application/jwt')
  expect(answer.status).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/jwt',
    'content-length': String(answer.text.length),
    'cache-control': 'max-age=300',
  })
  expect(decoded(answer.text).claims).toMatchObject({
    sub: 'service',
    delegationId: '00000000-0000-4000-8000-000000000001',
  })
  expect(Object.keys(decoded(answer.text).header)).toEqual(['kid', 'x5t', 'alg'])
})

test('a JWT is given as it is', async () => {
  const rig = await curity({ configuration: jwt })
  const token = await accessToken(rig)
  expect((await rig.introspect(token, 'application/jwt')).text).toBe(token)
})

test.for([
  ['application/jwt, application/json;q=0.9', true],
  ['application/json, application/jwt;q=0.5', false],
  ['*/*', false],
  ['application/jwt;q=0', false],
  ['application/jwt;q=nonsense', false],
] as const)('Accept: %s asks for a JWT: %s', async ([accept, asksForJwt]) => {
  const rig = await curity()
  const { headers } = await rig.introspect(await accessToken(rig), accept)
  expect(String(headers['content-type']).startsWith('application/jwt')).toBe(asksForJwt)
})

test.for([
  [{}, 204],
  [{ introspectionOfDeadToken: '200-empty' as const }, 200],
  [{ introspectionOfDeadToken: '401' as const }, 401],
] as const)('a dead token as JWT has no body, with the status of the switch: %o', async ([behaviour, status]) => {
  const { introspect } = await curity({ behaviour })
  expect(await introspect('dead', 'application/jwt')).toMatchObject({ status, text: '' })
})

test('a switch puts the phantom token into the JSON', async () => {
  const rig = await curity({ behaviour: { phantomTokenMember: true } })
  const answer = await rig.introspect(await accessToken(rig))
  expect(decoded(String(member(answer, 'phantom_token'))).claims).toMatchObject({ sub: 'service' })
})

test('the exchange says why a token is not active', async () => {
  const rig = await curity()
  const token = await accessToken(rig)
  rig.clock.advance(300_000)
  await rig.introspect(token)
  expect(rig.exchanges.list({ route: `POST ${introspectPath}` })).toMatchObject([
    { reason: { code: 'curity.introspection.inactive', advice: 'the token is expired' } },
  ])
})

test.for([
  ['wrong secret', basicAuthorization('introspector', 'wrong'), {}, 401, 'invalid_client', 'wrong-secret'],
  ['no credentials', undefined, {}, 401, 'invalid_client', 'no-credentials'],
  ['a client that may not introspect', service, {}, 403, 'unauthorized_client', 'capability-missing'],
  [
    'a client that may not introspect',
    service,
    { introspectionWithoutCapability: 400 as const },
    400,
    'unauthorized_client',
    'capability-missing',
  ],
] as const)('refuses %s', async ([, authorization, behaviour, status, error, reason]) => {
  const { form } = await curity({ behaviour })
  expect(await form(introspectPath, { token: 'x' }, authorization)).toMatchObject({
    status,
    text: `{"error":"${error}"}`,
    reason: `curity.introspection.${reason}`,
  })
})

test('refuses a request without a token', async () => {
  const { form } = await curity()
  expect(await form(introspectPath, {}, introspector)).toMatchObject({
    status: 400,
    reason: 'curity.introspection.no-token',
  })
})

test('audiences of the client are told as a list', async () => {
  const rig = await curity({ configuration: client({ id: 'service', audience: ['https://a.test', 'https://b.test'] }) })
  expect((await rig.introspect(await accessToken(rig))).body).toMatchObject({
    aud: ['https://a.test', 'https://b.test'],
  })
})
