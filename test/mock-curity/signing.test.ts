import { hash } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { devSigningKeys } from '../../mock-curity/keys/dev-keys.ts'
import { publicHalf } from '../../mock-curity/keys/signing-key.ts'
import { jwt, profile, server, together } from './configurations.ts'
import { curity, decoded, discoveryPath, issuer, member, type Rig, start } from './rig.ts'

const jwksPath = '/oauth/v2/oauth-anonymous/jwks'
const [devKey] = devSigningKeys
const issuerSettings = (settings: object) =>
  together(jwt, profile({ 'token-issuers': { 'default-token-issuer': { 'jwt-issuer-settings': settings } } }))
const tokenOf = async ({ token }: Rig) => String(member(await token(), 'access_token'))
const headerOf = async (settings: object) =>
  decoded(await tokenOf(await curity({ configuration: issuerSettings(settings) }))).header
const certificate = String(devKey?.certificate)

test('the thumbprint of the development key is that of its certificate', () => {
  expect(devKey?.x5t).toBe(hash('sha1', Buffer.from(certificate, 'base64'), 'base64url'))
})

test.for([
  ['nothing', {}, ['kid', 'x5t', 'alg']],
  ['include-key-identifier off', { 'include-key-identifier': false }, ['x5t', 'alg']],
  ['include-sha-1-thumbprint off', { 'include-sha-1-thumbprint': false }, ['kid', 'alg']],
  ['include-sha-256-thumbprint', { 'include-sha-256-thumbprint': true }, ['kid', 'x5t', 'x5t#S256', 'alg']],
  ['include-x5c', { 'include-x5c': true }, ['kid', 'x5t', 'x5c', 'alg']],
  ['include-jwk', { 'include-jwk': true }, ['kid', 'x5t', 'jwk', 'alg']],
  ['include-jku', { 'include-jku': true }, ['kid', 'x5t', 'jku', 'alg']],
] as const)('the header of a JWT with %s', async ([, settings, members]) => {
  expect(Object.keys(await headerOf(settings))).toEqual(members)
})

test('what these members hold', async () => {
  const settings = { 'include-sha-256-thumbprint': true, 'include-x5c': true, 'include-jwk': true, 'include-jku': true }
  expect(await headerOf(settings)).toEqual({
    kid: devKey?.kid,
    x5t: devKey?.x5t,
    'x5t#S256': hash('sha256', Buffer.from(certificate, 'base64'), 'base64url'),
    x5c: [certificate],
    jwk: { ...(devKey && publicHalf(devKey)) },
    jku: `${issuer}/jwks`,
    alg: 'RS256',
  })
})

test.for(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'])('%s signs, and is published', async (algorithm) => {
  const rig = await curity({ configuration: issuerSettings({ algorithm }) })
  const token = await tokenOf(rig)
  const { body } = await rig.call('GET', jwksPath)
  const { protectedHeader } = await jwtVerify(token, createLocalJWKSet(body as never), {
    currentDate: new Date(start * 1000),
  })
  expect(protectedHeader.alg).toBe(algorithm)
  expect(body).toMatchObject({ keys: [{ alg: algorithm }] })
  expect(member(await rig.call('GET', discoveryPath), 'id_token_signing_alg_values_supported')).toEqual([algorithm])
  expect((await rig.introspect(token)).body).toMatchObject({ active: true })
})

test('the key set with the certificate, and without its thumbprint', async () => {
  const rig = await curity({
    configuration: issuerSettings({ 'include-x5c-in-jwks': true, 'include-x5t-in-jwks': false }),
  })
  const [key] = member(await rig.call('GET', jwksPath), 'keys') as object[]
  expect(Object.keys(key ?? {})).toEqual(['kty', 'kid', 'use', 'alg', 'n', 'e', 'x5c'])
})

test('a wrapped opaque token is a JWT that carries the opaque one, and works like it', async () => {
  const wrapped = profile({ 'token-issuers': { 'default-token-issuer': { 'use-wrapped-opaque-tokens': {} } } })
  const rig = await curity({ configuration: wrapped })
  const token = await tokenOf(rig)
  expect(decoded(token).claims).toMatchObject({
    purpose: 'wrapped_access_token',
    jti: expect.stringMatching(/^_0XBPWQQ_/),
  })
  expect((await rig.introspect(token)).body).toMatchObject({ active: true, client_id: 'service' })
  const phantom = await rig.introspect(token, 'application/jwt')
  expect(decoded(phantom.text).claims).toMatchObject({ sub: 'service', purpose: 'access_token' })
})

async function rotate(rig: Rig, how: string, id?: string) {
  return rig.call('POST', '/_mock/keys/rotate', {
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ how, ...(id && { id }) }),
  })
}

const kidsOf = async (rig: Rig) =>
  (member(await rig.call('GET', jwksPath), 'keys') as { kid: string }[]).map(({ kid }) => kid)

test.for([
  ['overlap', 2, true],
  ['abrupt', 1, false],
  ['same-kid', 1, false],
] as const)('a rotation with %s', async ([how, published, oldHolds]) => {
  const rig = await curity({ configuration: jwt })
  const old = await tokenOf(rig)
  const { status, body } = await rotate(rig, how)
  expect(status).toBe(200)
  const fresh = await tokenOf(rig)
  const kids = await kidsOf(rig)
  expect(kids).toHaveLength(published)
  expect(decoded(fresh).header.kid).toBe(kids[0])
  expect(kids[0] === devKey?.kid).toBe(how === 'same-kid')
  expect(Number.isInteger(Number(kids[0]))).toBe(true)
  expect((await rig.introspect(old)).body).toMatchObject({ active: oldHolds })
  expect((await rig.introspect(fresh)).body).toMatchObject({ active: true })
  expect(body).toEqual((await rig.call('GET', '/_mock/keys')).body)
})

test('a reset brings the first keys back, and a state carries those of a rotation', async () => {
  const [rig, other] = [await curity({ configuration: jwt }), await curity({ configuration: jwt })]
  await rotate(rig, 'overlap')
  await other.levers.state.restore(await rig.levers.state.snapshot({ secrets: true }))
  expect(await kidsOf(other)).toEqual(await kidsOf(rig))
  await rig.levers.state.reset()
  expect(await kidsOf(rig)).toEqual([devKey?.kid])
})

test.for([
  ['another way', { how: 'slowly' }],
  ['an unknown key', { how: 'abrupt', id: 'nowhere' }],
] as const)('a rotation of %s is refused', async ([, wanted]) => {
  const rig = await curity()
  const { status } = await rotate(rig, wanted.how, 'id' in wanted ? wanted.id : undefined)
  expect(status).toBe(400)
  expect(await kidsOf(rig)).toEqual([devKey?.kid])
})

test('issuer-override and jwks-uri-override go into tokens and metadata', async () => {
  const overrides = server({
    'issuer-override': 'https://id.example.test/~',
    'jwks-uri-override': 'https://keys.example.test/jwks',
  })
  const rig = await curity({ configuration: together(jwt, overrides) })
  const { body } = await rig.call('GET', discoveryPath)
  expect(body).toMatchObject({ issuer: 'https://id.example.test/~', jwks_uri: 'https://keys.example.test/jwks' })
  expect(decoded(await tokenOf(rig)).claims.iss).toBe('https://id.example.test/~')
})
