import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { client, server, together } from './configurations.ts'
import { curity, discoveryPath, issuer, start, tokenPath } from './rig.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const shared = 'a shared key of at least 256 bits, in clear'
const pair = await generateKeyPair('RS256', { extractable: true })
const signedMethods = server({
  'client-authentication': { 'asymmetrically-signed-jwt': {}, 'symmetrically-signed-jwt': {} },
})
const capabilities = { 'client-credentials': {} }

interface Made {
  claims?: object
  lifetime?: number
  alg?: string
  key?: Parameters<SignJWT['sign']>[0]
}

let made = 0

/** A good assertion of client `signer`, never used before, unless told otherwise. */
function assertion({ claims = {}, lifetime = 60, alg = 'RS256', key = pair.privateKey }: Made = {}): Promise<string> {
  const all = {
    iss: 'signer',
    sub: 'signer',
    aud: issuer,
    jti: `${made++}`,
    iat: start,
    exp: start + lifetime,
    ...claims,
  }
  return new SignJWT(all).setProtectedHeader({ alg }).sign(key)
}

async function rig(method: object) {
  const { form, ...rest } = await curity({
    configuration: together(signedMethods, client({ id: 'signer', capabilities, ...method })),
  })
  const token = async (given: string, extra: Record<string, string> = {}) =>
    form(tokenPath, {
      grant_type: 'client_credentials',
      client_assertion_type: assertionType,
      client_assertion: given,
      ...extra,
    })
  return { form, ...rest, token }
}

const refused = { status: 401, body: { error: 'invalid_client' } }

describe('private_key_jwt', async () => {
  const asymmetric = { 'asymmetric-key': await exportSPKI(pair.publicKey) }

  test('takes an assertion by the key of the client, with client_id beside it or not', async () => {
    const { token } = await rig(asymmetric)
    const answer = { status: 200, body: { scope: '', token_type: 'bearer' } }
    expect(await token(await assertion())).toMatchObject(answer)
    expect(await token(await assertion(), { client_id: 'signer' })).toMatchObject(answer)
  })

  test('takes the key as a JWK', async () => {
    const { token } = await rig({ 'asymmetric-key': JSON.stringify(await exportJWK(pair.publicKey)) })
    expect(await token(await assertion())).toMatchObject({ status: 200 })
  })

  test.for(['token', 'introspect', 'revoke', 'authorize/par', 'device-authorization', 'backchannel-authentication'])(
    'takes an assertion that is made for the endpoint %s',
    async (name) => {
      const { token } = await rig(asymmetric)
      const aud = `http://curity.test/oauth/v2/oauth-${name}`
      expect(await token(await assertion({ claims: { aud } }))).toMatchObject({ status: 200 })
    },
  )

  test.for([
    ['of another key', async () => assertion({ key: (await generateKeyPair('RS256')).privateKey })],
    ['for another server', () => assertion({ claims: { aud: 'http://other.test' } })],
    ['that has expired', () => assertion({ lifetime: -1 })],
    ['that never expires', () => assertion({ claims: { exp: undefined } })],
    ['of another issuer', () => assertion({ claims: { iss: 'service' } })],
    ['by a shared key where the client has a pair', () => assertion({ alg: 'HS256', key: Buffer.from(shared) })],
    ['without a signature', async () => (await assertion()).replace(/[^.]*$/, '')],
  ] as const)('refuses an assertion %s', async ([, make]) => {
    const { token } = await rig(asymmetric)
    expect(await token(await make())).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
  })

  test.for([
    ['no JWT', 'nonsense', 'curity.token.invalid-assertion'],
    ['empty', '', 'curity.token.invalid-assertion'],
  ] as const)('refuses an assertion that is %s', async ([, value, reason]) => {
    const { token } = await rig(asymmetric)
    expect(await token(value)).toMatchObject({ ...refused, reason })
  })

  test('refuses another type of assertion, and a secret beside one', async () => {
    const { token } = await rig(asymmetric)
    const given = await assertion()
    expect(await token(given, { client_assertion_type: 'saml' })).toMatchObject({
      ...refused,
      reason: 'curity.token.assertion-type',
    })
    expect(await token(given, { client_secret: 'x' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
      reason: 'curity.token.two-authentications',
    })
  })

  test('refuses a client that has a secret only, and while the profile does not take assertions', async () => {
    const { token } = await rig({ secret: 'signer-secret' })
    expect(await token(await assertion())).toMatchObject({
      ...refused,
      reason: 'curity.token.authentication-method-off',
    })
    const off = await curity({ configuration: client({ id: 'signer', capabilities, ...asymmetric }) })
    const answer = await off.form(tokenPath, {
      grant_type: 'client_credentials',
      client_assertion_type: assertionType,
      client_assertion: await assertion(),
    })
    expect(answer).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
  })

  test('fetches the keys of jwks-uri, and again when a key is unknown there', async () => {
    const keys = [{ ...(await exportJWK((await generateKeyPair('RS256')).publicKey)), kid: 'old' }]
    let asked = 0
    const published = createServer((_request, response) => {
      asked++
      response.end(JSON.stringify({ keys }))
    })
    await new Promise<void>((resolve) => published.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void published.close())
    const uri = `http://127.0.0.1:${(published.address() as AddressInfo).port}/jwks`
    const { token } = await rig({ 'jwks-uri': { uri } })
    const sign = () =>
      new SignJWT({ iss: 'signer', sub: 'signer', aud: issuer, exp: start + 60 })
        .setProtectedHeader({ alg: 'RS256', kid: 'new' })
        .sign(pair.privateKey)
    expect(await token(await sign())).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
    keys.push({ ...(await exportJWK(pair.publicKey)), kid: 'new' })
    expect(await token(await sign())).toMatchObject({ status: 200 })
    expect(await token(await sign())).toMatchObject({ status: 200 })
    expect(asked).toBe(2)
  })

  test('refuses when the keys of jwks-uri cannot be had', async () => {
    const { token } = await rig({ 'jwks-uri': { uri: 'http://127.0.0.1:1/jwks' } })
    expect(await token(await assertion())).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
  })
})

test('client_secret_jwt: an assertion by the shared key', async () => {
  const { token } = await rig({ 'symmetric-key': shared })
  expect(await token(await assertion({ alg: 'HS256', key: Buffer.from(shared) }))).toMatchObject({ status: 200 })
  expect(await token(await assertion({ alg: 'HS256', key: Buffer.from(`${shared}!`) }))).toMatchObject(refused)
})

test('metadata tells the methods and their algorithms while they are on', async () => {
  const { call } = await rig({ secret: 'x' })
  const { body } = await call('GET', discoveryPath)
  expect(body).toMatchObject({
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'client_secret_basic',
      'private_key_jwt',
      'client_secret_jwt',
    ],
    token_endpoint_auth_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256', 'HS256']),
  })
})

test('a secondary method is taken until it expires', async () => {
  const secondary = { secret: 'second-secret', 'expires-on': '2026-01-02T00:00:00Z' }
  const { form, clock } = await rig({ secret: 'first-secret', 'secondary-authentication-method': secondary })
  const ask = (client_secret: string) =>
    form(tokenPath, { grant_type: 'client_credentials', client_id: 'signer', client_secret })
  expect(await ask('first-secret')).toMatchObject({ status: 200 })
  expect(await ask('second-secret')).toMatchObject({ status: 200 })
  expect(await ask('third-secret')).toMatchObject({ ...refused, reason: 'curity.token.wrong-secret' })
  clock.advance(2 * 86_400_000)
  expect(await ask('second-secret')).toMatchObject({ ...refused, reason: 'curity.token.secondary-expired' })
  expect(await ask('first-secret')).toMatchObject({ status: 200 })
})

test('an endpoint that is closed to authentication takes public clients alone', async () => {
  const closed = {
    profiles: {
      profile: [
        {
          id: 'token-service',
          endpoints: { endpoint: [{ id: 'token-service-token', 'client-authentication': 'disallow' }] },
        },
      ],
    },
  }
  const open = together(
    server({ 'client-authentication': { 'no-authentication': true } }),
    client({ id: 'public', 'no-authentication': true, capabilities }),
  )
  const { form, token } = await curity({ configuration: together(closed, open) })
  expect(await token()).toMatchObject({ ...refused, reason: 'curity.token.authentication-closed' })
  expect(await form(tokenPath, { grant_type: 'client_credentials', client_id: 'public' })).toMatchObject({
    status: 200,
  })
})
