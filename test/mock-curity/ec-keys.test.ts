import { createLocalJWKSet, jwtVerify } from 'jose'
import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { knownNames } from '../../mock-curity/configuration/known-names.ts'
import { curityConfiguration } from '../../mock-curity/configuration/layers.ts'
import { devSigningKeys } from '../../mock-curity/keys/dev-keys.ts'
import { type KeyKind, newSigningKey } from '../../mock-curity/keys/new-signing-key.ts'
import { restconf } from './admin-calls.ts'
import { jwt, profile, together } from './configurations.ts'
import { authorizationRequest, registeredApp, signedIn, signIn } from './registered-app.ts'
import { curity, decoded, discoveryPath, member, type Rig, start } from './rig.ts'

const jwksPath = '/oauth/v2/oauth-anonymous/jwks'
const issuerPath =
  'base:profiles/profile=token-service,oauth-service/token-issuers/profile-oauth:default-token-issuer/jwt-issuer-settings'
const settings = (leaves: object) => ({ 'profile-oauth:jwt-issuer-settings': leaves })
const signingBy = (leaves: object) =>
  profile({ 'token-issuers': { 'default-token-issuer': { 'jwt-issuer-settings': leaves } } })

const addKey = (rig: Rig, key: object) =>
  rig.call('POST', '/_mock/keys', { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(key) })
const keysOf = async (rig: Rig) => member(await rig.call('GET', jwksPath), 'keys') as Record<string, unknown>[]
const tokenOf = async (rig: Rig) => String(member(await rig.token(), 'access_token'))

const kinds = [
  { kind: 'P-256', algorithm: 'ES256' },
  { kind: 'P-384', algorithm: 'ES384' },
  { kind: 'P-521', algorithm: 'ES512' },
] as const

test.for(kinds)('a key of $kind signs with $algorithm from when RESTCONF says so', async ({ kind, algorithm }) => {
  const rig = await curity({ configuration: jwt })
  const old = await tokenOf(rig)
  expect(await addKey(rig, { id: 'curve', kind })).toMatchObject({
    status: 200,
    body: { signs: 'default-signing-key', keys: [{ id: 'default-signing-key' }, { id: 'curve' }] },
  })
  const changed = await restconf(rig, 'PUT', issuerPath, settings({ 'signing-key-id': 'curve', algorithm }))
  expect(changed).toMatchObject({ status: 204 })
  const token = await tokenOf(rig)
  const keys = await keysOf(rig)
  expect(keys.map(({ kty, alg }) => [kty, alg])).toEqual([
    ['RSA', 'RS256'],
    ['EC', algorithm],
  ])
  expect(Object.keys(keys[1] ?? {})).toEqual(['kty', 'kid', 'use', 'alg', 'crv', 'x', 'y', 'x5t'])
  const { protectedHeader } = await jwtVerify(token, createLocalJWKSet({ keys } as never), {
    currentDate: new Date(start * 1000),
  })
  expect(protectedHeader).toEqual({ kid: keys[1]?.kid, x5t: keys[1]?.x5t, alg: algorithm })
  expect(member(await rig.call('GET', discoveryPath), 'id_token_signing_alg_values_supported')).toEqual([algorithm])
  for (const one of [old, token]) expect((await rig.introspect(one)).body).toMatchObject({ active: true })
  const forged = `${token.slice(0, token.lastIndexOf('.'))}.${old.split('.')[2]}`
  expect((await rig.introspect(forged)).body).toEqual({ active: false })
})

test('the header of a token may carry the public half', async () => {
  const rig = await curity({ configuration: jwt })
  await addKey(rig, { id: 'curve', kind: 'P-256' })
  const leaves = { 'signing-key-id': 'curve', algorithm: 'ES256', 'include-jwk': true }
  await restconf(rig, 'PUT', issuerPath, settings(leaves))
  const { x, y } = (await keysOf(rig))[1] ?? {}
  expect(decoded(await tokenOf(rig)).header.jwk).toEqual({ kty: 'EC', crv: 'P-256', x, y })
})

test('a rotation gives a key of the same kind, and a reset takes keys away that came later', async () => {
  const rig = await curity({ configuration: jwt })
  await addKey(rig, { id: 'curve', kind: 'P-384' })
  await restconf(rig, 'PUT', issuerPath, settings({ 'signing-key-id': 'curve', algorithm: 'ES384' }))
  const payload = JSON.stringify({ how: 'abrupt' })
  await rig.call('POST', '/_mock/keys/rotate', { headers: { 'content-type': 'application/json' }, payload })
  expect(decoded(await tokenOf(rig)).header.alg).toBe('ES384')
  await rig.levers.state.reset()
  expect((await keysOf(rig)).map(({ kty }) => kty)).toEqual(['RSA'])
  expect(decoded(await tokenOf(rig)).header.alg).toBe('RS256')
})

test.for([
  ['a name that is taken', { id: 'default-signing-key', kind: 'P-256' }],
  ['an unknown kind', { id: 'curve', kind: 'P-257' }],
  ['no name', { kind: 'P-256' }],
] as const)('the lever refuses %s', async ([, key]) => {
  const rig = await curity()
  expect(await addKey(rig, key)).toMatchObject({ status: 400 })
  expect(await keysOf(rig)).toHaveLength(1)
})

describe('an algorithm that the key cannot sign with', async () => {
  const curve = await newSigningKey('curve', 'P-256')
  const known = knownNames({ signingKeys: [...devSigningKeys, curve] })
  const complaintOf = (leaves: object) => () => curityConfiguration(signingBy(leaves), { known })

  test.for([
    [
      'of a curve, by default',
      { 'signing-key-id': 'curve' },
      '"RS256" is not for the signing key "curve", which signs with ES256',
    ],
    [
      'of another curve',
      { 'signing-key-id': 'curve', algorithm: 'ES384' },
      '"ES384" is not for the signing key "curve"',
    ],
    ['of an RSA key', { algorithm: 'ES256' }, '"ES256" is not for the signing key "default-signing-key"'],
  ] as const)('is a complaint: %s', ([, leaves, complaint]) => {
    expect(complaintOf(leaves)).toThrow(complaint)
  })

  test('is a complaint for an issuer of userinfo too', () => {
    const issuer = { id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo', jwt: { algorithm: 'ES256' } }
    const parts = profile({ 'token-issuers': { 'custom-token-issuer': [issuer] } })
    expect(() => curityConfiguration(parts, { known })).toThrow(
      '"ES256" is not for the signing key "default-signing-key"',
    )
  })

  test('is refused over RESTCONF, and the old one goes on', async () => {
    const rig = await curity({ configuration: jwt })
    const answer = await restconf(rig, 'PUT', issuerPath, settings({ algorithm: 'ES256' }))
    expect(answer).toMatchObject({ status: 400, body: { 'ietf-restconf:errors': { error: [expect.anything()] } } })
    expect(decoded(await tokenOf(rig)).header.alg).toBe('RS256')
  })
})

test.for([
  { kind: 'P-256', algorithm: 'ES256' },
  { kind: 'RSA', algorithm: 'PS384' },
] as const satisfies { kind: KeyKind; algorithm: string }[])(
  'openid-client signs a user in and out with ID tokens of $algorithm, where no other key is',
  async ({ kind, algorithm }) => {
    const app = await registeredApp({
      configuration: together(jwt, signingBy({ 'signing-key-id': 'only', algorithm })),
      signingKeys: [await newSigningKey('only', kind)],
      metadata: { id_token_signed_response_alg: algorithm, post_logout_redirect_uris: ['http://app.test/bye'] },
    })
    client.enableNonRepudiationChecks(app.config)
    const { user, tokens, idToken } = await signedIn(app)
    expect(decoded(idToken).header.alg).toBe(algorithm)
    expect(await client.fetchUserInfo(app.config, tokens.access_token, 'alice')).toMatchObject({ name: 'Alice' })
    const refreshed = await client.refreshTokenGrant(app.config, String(tokens.refresh_token))
    expect(decoded(String(refreshed.id_token)).header.alg).toBe(algorithm)
    const parameters = { id_token_hint: idToken, post_logout_redirect_uri: 'http://app.test/bye' }
    const page = await user.open(client.buildEndSessionUrl(app.config, parameters))
    expect(page.html).toContain('Do you want to sign out?')
    expect((await user.submit(page, { logout: 'yes' })).url.href).toBe('http://app.test/bye')
    expect((await signIn((await authorizationRequest(app.config)).url)).ended.url.searchParams.has('code')).toBe(true)
  },
)
