import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose'
import * as client from 'openid-client'
import { expect, onTestFinished, test } from 'vitest'
import { authorizationRequest, registeredApp, signedIn, signIn } from './registered-app.ts'
import { curity, decoded } from './rig.ts'

async function pair(alg: string, kid: string, use = 'enc') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use, alg } }
}

test.for([
  ['RSA-OAEP', undefined, 'A128CBC-HS256'],
  ['RSA-OAEP-256', 'A256GCM', 'A256GCM'],
  ['ECDH-ES', 'A128GCM', 'A128GCM'],
  ['ECDH-ES+A256KW', 'A256CBC-HS512', 'A256CBC-HS512'],
] as const)(
  '%s with %s: the signed token inside is what it would be, and clients read it',
  async ([alg, asked, enc]) => {
    const [own, other] = [await pair(alg, 'own'), await pair('RS256', 'signs', 'sig')]
    const app = await registeredApp({
      metadata: {
        jwks: { keys: [other.publicJwk, own.publicJwk] },
        id_token_encrypted_response_alg: alg,
        ...(asked && { id_token_encrypted_response_enc: asked }),
      },
    })
    client.enableDecryptingResponses(app.config, [enc], { key: own.privateKey, alg, kid: 'own' })
    const { tokens, idToken } = await signedIn(app)
    expect(decodeProtectedHeader(idToken)).toMatchObject({ alg, enc, cty: 'JWT', kid: 'own' })
    const { plaintext } = await compactDecrypt(idToken, own.privateKey)
    const { header, claims } = decoded(Buffer.from(plaintext).toString())
    expect(Object.keys(header)).toEqual(['kid', 'x5t', 'alg'])
    expect(claims).toMatchObject({ sub: 'alice', purpose: 'id', aud: app.clientId })
    expect(tokens.claims()).toEqual(claims)
    const renewed = await client.refreshTokenGrant(app.config, String(tokens.refresh_token))
    expect(renewed.claims()).toMatchObject({ sub: 'alice' })
  },
)

/** A key set that a client has elsewhere. */
async function keySetAt(keys: object[]): Promise<string> {
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
}

test('the key may stand in a set elsewhere', async () => {
  const own = await pair('RSA-OAEP', 'own')
  const jwks_uri = await keySetAt([own.publicJwk])
  const app = await registeredApp({ metadata: { jwks_uri, id_token_encrypted_response_alg: 'RSA-OAEP' } })
  client.enableDecryptingResponses(app.config, undefined, { key: own.privateKey, alg: 'RSA-OAEP', kid: 'own' })
  expect((await signedIn(app)).tokens.claims()).toMatchObject({ sub: 'alice' })
})

test('a set without a key for it is refused in words when the code is exchanged', async () => {
  const { publicJwk } = await pair('ECDH-ES', 'curve')
  const metadata = { jwks: { keys: [publicJwk] }, id_token_encrypted_response_alg: 'RSA-OAEP' }
  const app = await registeredApp({ metadata })
  const { url, checks } = await authorizationRequest(app.config)
  const { ended } = await signIn(url)
  await expect(client.authorizationCodeGrant(app.config, ended.url, checks)).rejects.toMatchObject({
    status: 400,
    error: 'invalid_request',
  })
  expect(app.exchanges.list().at(-1)?.reason?.code).toBe('curity.token.no-encryption-key')
})

const shop = { redirect_uris: ['https://shop.test/callback'] }

test.for([
  [
    'an algorithm of the content alone',
    { jwks_uri: 'https://shop.test/keys', id_token_encrypted_response_enc: 'A128GCM' },
  ],
  ['no keys', { id_token_encrypted_response_alg: 'RSA-OAEP' }],
  ['a shared key', { jwks_uri: 'https://shop.test/keys', id_token_encrypted_response_alg: 'A128KW' }],
] as const)('registration refuses %s', async ([, metadata]) => {
  const rig = await curity()
  expect(await rig.register({ ...shop, ...metadata })).toMatchObject({
    status: 400,
    body: { error: 'invalid_client_metadata' },
    reason: 'curity.dcr.client-keys',
  })
})
