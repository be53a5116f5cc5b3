import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose'
import * as oauth from 'openid-client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serve } from '../../kit/serve.ts'
import { restconf, serverPath } from './admin-calls.ts'
import { client, registration, server, together } from './configurations.ts'
import { curity, introspectPath, issuer, member, type RigOptions, start, tokenPath } from './rig.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const capabilities = { 'client-credentials': {}, introspection: {} }
const pair = await generateKeyPair('RS256', { extractable: true })
const publicJwk = { ...(await exportJWK(pair.publicKey)), kid: 'one' }

const sign = (claims: object, { alg = 'RS256', lifetime = 60 }: { alg?: string; lifetime?: number } = {}) =>
  new SignJWT({ aud: issuer, exp: start + lifetime, ...claims }).setProtectedHeader({ alg }).sign(pair.privateKey)

const refused = { status: 401, body: { error: 'invalid_client' } }

/** A server, and calls of it with an assertion. */
async function rig(options: RigOptions) {
  const made = await curity(options)
  const authenticate = (path: string, assertion: string, extra: Record<string, string> = {}) =>
    made.form(path, { client_assertion_type: assertionType, client_assertion: assertion, ...extra })
  const token = (assertion: string, extra: Record<string, string> = {}) =>
    authenticate(tokenPath, assertion, { grant_type: 'client_credentials', ...extra })
  return { ...made, made, authenticate, token }
}

describe('an assertion of the client itself', async () => {
  const method = { 'asymmetric-key': await exportSPKI(pair.publicKey) }
  const configuration = together(
    server({ 'client-authentication': { 'asymmetrically-signed-jwt': {} }, 'client-capabilities': capabilities }),
    client({ id: 'signer', capabilities, ...method }),
    client({ id: 'twin', capabilities, ...method }),
  )
  const own = { iss: 'signer', sub: 'signer' }

  test('works once while it lives, at whichever endpoint, and what was refused is not used up', async () => {
    const { token, authenticate, clock } = await rig({ configuration })
    const assertion = await sign({ ...own, jti: 'first' })
    expect(await token(assertion, { client_assertion_type: 'saml' })).toMatchObject(refused)
    expect(await token(assertion)).toMatchObject({ status: 200 })
    expect(await token(assertion)).toMatchObject({ ...refused, reason: 'curity.token.assertion-used' })
    expect(await authenticate(introspectPath, assertion, { token: 'x' })).toMatchObject({
      ...refused,
      reason: 'curity.introspection.assertion-used',
    })
    expect(await token(await sign({ ...own, jti: 'second' }))).toMatchObject({ status: 200 })
    clock.advance(61_000)
    expect(await token(assertion)).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
  })

  test('the same jti of another client, and none at all, are no second use', async () => {
    const { token } = await rig({ configuration })
    expect(await token(await sign({ ...own, jti: 'same' }))).toMatchObject({ status: 200 })
    expect(await token(await sign({ iss: 'twin', sub: 'twin', jti: 'same' }))).toMatchObject({ status: 200 })
    const without = await sign(own)
    for (const assertion of [without, without]) expect(await token(assertion)).toMatchObject({ status: 200 })
  })

  test('of any number of uses at the same time, one works', async () => {
    const { token } = await rig({ configuration })
    const assertion = await sign({ ...own, jti: 'raced' })
    const answers = await Promise.all(Array.from({ length: 5 }, () => token(assertion)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401])
  })

  test('works again with the switch usedAssertion', async () => {
    const { token } = await rig({ configuration, behaviour: { usedAssertion: 'accepted' } })
    const assertion = await sign({ ...own, jti: 'first' })
    for (const given of [assertion, assertion]) expect(await token(given)).toMatchObject({ status: 200 })
  })

  test('is counted in the state, and forgotten by a reset', async () => {
    const { token, levers } = await rig({ configuration })
    const assertion = await sign({ ...own, jti: 'first' })
    await token(assertion)
    expect(await levers.state.snapshot({ secrets: false })).toMatchObject({ tables: { used_assertions: 1 } })
    await levers.state.reset()
    expect(await token(assertion)).toMatchObject({ status: 200 })
  })
})

test('a registered client signs with the algorithm that it registered, and with no other of its key', async () => {
  const { register, token } = await rig({
    configuration: together(
      server({ 'client-authentication': { 'asymmetrically-signed-jwt': {} } }),
      registration({ 'non-templatized': { 'client-authentication-method': { 'asymmetrically-signed-jwt': {} } } }),
    ),
  })
  const registered = await register({
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    jwks: { keys: [publicJwk] },
  })
  const id = String(member(registered, 'client_id'))
  const key = await importJWK(await exportJWK(pair.privateKey), 'PS256')
  const claims = { iss: id, sub: id, aud: issuer, exp: start + 60 }
  const ps256 = await new SignJWT(claims).setProtectedHeader({ alg: 'PS256' }).sign(key)
  expect(await token(ps256)).toMatchObject({ status: 200 })
  expect(await token(await sign(claims))).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
})

test('openid-client authenticates with assertions, each of them new', async () => {
  const { app, setBaseUrl } = await curity({
    configuration: together(
      server({ 'client-authentication': { 'asymmetrically-signed-jwt': {} } }),
      client({ id: 'signer', capabilities, 'asymmetric-key': JSON.stringify(publicJwk) }),
    ),
  })
  const port = await serve(app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  setBaseUrl(`http://127.0.0.1:${port}`)
  const config = await oauth.discovery(
    new URL(`http://127.0.0.1:${port}/oauth/v2/oauth-anonymous`),
    'signer',
    // The library reads the machine's clock, the server's stands elsewhere: half a lifetime ahead, since nothing that it signs may begin later.
    { [oauth.clockSkew]: start - 30 - Math.floor(Date.now() / 1000) },
    oauth.PrivateKeyJwt(pair.privateKey),
    { execute: [oauth.allowInsecureRequests] },
  )
  for (const _ of [1, 2]) {
    expect(await oauth.clientCredentialsGrant(config)).toMatchObject({ token_type: 'bearer', scope: '' })
  }
})

describe('an assertion of another server (using-jwt)', () => {
  /** A server of other people: its discovery document and its keys. */
  async function issuing(document: (origin: string) => object = (origin) => ({ issuer: origin })) {
    const asked: string[] = []
    const published = createServer(({ url = '' }, response) => {
      asked.push(url)
      const body = url === '/keys' ? { keys: [publicJwk] } : { jwks_uri: `${origin}/keys`, ...document(origin) }
      response.end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => published.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void published.close())
    const origin = `http://127.0.0.1:${(published.address() as AddressInfo).port}`
    return { origin, asked }
  }

  const workload = 'system:serviceaccount:shop:orders'
  const trusting = (origin: string, profile: object = mapped) =>
    together(
      server({ 'client-authentication': profile }),
      client({ id: 'orders', capabilities, 'assertion-jwt-validation': { issuer: origin } }),
    )
  const mapped = { 'using-jwt': { 'client-id-mappings': [{ sub: workload, 'client-id': 'orders' }] } }

  test('stands for the client that its subject is mapped to, with client_id or without, as often as it lives', async () => {
    const { origin, asked } = await issuing()
    const { token } = await rig({ configuration: trusting(origin) })
    const assertion = await sign({ iss: origin, sub: workload, jti: 'platform' })
    expect(await token(assertion)).toMatchObject({ status: 200, body: { token_type: 'bearer' } })
    expect(await token(assertion, { client_id: 'orders' })).toMatchObject({ status: 200 })
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys'])
  })

  test('a subject without a mapping is the client id', async () => {
    const { origin } = await issuing()
    const { token } = await rig({ configuration: trusting(origin, { 'using-jwt': {} }) })
    expect(await token(await sign({ iss: origin, sub: 'orders' }))).toMatchObject({ status: 200 })
  })

  test.for([
    ['of an issuer that the client does not trust', { iss: 'http://elsewhere.test' }],
    ['for another server', { aud: 'http://elsewhere.test' }],
    ['that has expired', { exp: start - 1 }],
    ['that the client has made up itself', { iss: 'orders' }],
  ] as const)('is refused: %s', async ([, claims]) => {
    const { origin } = await issuing()
    const { token } = await rig({ configuration: trusting(origin) })
    const assertion = await sign({ iss: origin, sub: workload, ...claims })
    expect(await token(assertion)).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
  })

  test('is refused for a client that another subject is mapped to', async () => {
    const { origin } = await issuing()
    const { token } = await rig({ configuration: trusting(origin) })
    const assertion = await sign({ iss: origin, sub: 'system:serviceaccount:shop:other' })
    expect(await token(assertion)).toMatchObject({ ...refused, reason: 'curity.token.unknown-client' })
    expect(await token(assertion, { client_id: 'orders' })).toMatchObject({
      ...refused,
      reason: 'curity.token.invalid-assertion',
    })
  })

  test('is refused while the profile takes none', async () => {
    const { origin, asked } = await issuing()
    const { token } = await rig({ configuration: trusting(origin, { 'using-jwt': false }) })
    const assertion = await sign({ iss: origin, sub: 'orders' })
    expect(await token(assertion)).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
    expect(asked).toEqual([])
  })

  test.for([
    ['says that it is another', () => ({ issuer: 'http://elsewhere.test' })],
    ['names no keys', (origin: string) => ({ issuer: origin, jwks_uri: 'keys' })],
  ] as const)('is refused when the discovery document of its issuer %s', async ([, document]) => {
    const { origin, asked } = await issuing(document)
    const { token } = await rig({ configuration: trusting(origin) })
    const answer = await token(await sign({ iss: origin, sub: workload }))
    expect(answer).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
    expect(asked).toEqual(['/.well-known/openid-configuration'])
  })

  test('is mapped over RESTCONF while the server runs', async () => {
    const { origin } = await issuing()
    const { token, made } = await rig({ configuration: trusting(origin, { 'using-jwt': {} }) })
    const assertion = await sign({ iss: origin, sub: workload })
    expect(await token(assertion)).toMatchObject(refused)
    const path = `${serverPath}/client-authentication/using-jwt/client-id-mappings=${encodeURIComponent(workload)}`
    const mapping = { 'profile-oauth:client-id-mappings': [{ sub: workload, 'client-id': 'orders' }] }
    expect(await restconf(made, 'PUT', path, mapping)).toMatchObject({ status: 201 })
    expect(await token(assertion)).toMatchObject({ status: 200 })
  })

  test('is refused when its issuer cannot be reached', async () => {
    const { token } = await rig({ configuration: trusting('http://127.0.0.1:1') })
    const answer = await token(await sign({ iss: 'http://127.0.0.1:1', sub: workload }))
    expect(answer).toMatchObject({ ...refused, reason: 'curity.token.invalid-assertion' })
  })
})
