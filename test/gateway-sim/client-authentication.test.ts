import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, test } from 'vitest'
import { client, server, together } from '../mock-curity/configurations.ts'
import { registeredApp } from '../mock-curity/registered-app.ts'
import { application, basic, guard, type Reply, type Rig, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'
import { oidcProvider } from './test-oidc-provider.ts'

const secret = 'a shared key of at least 256 bits, in clear'
const pair = await generateKeyPair('ES256', { extractable: true })
const own = { alg: 'ES256', kid: 'own' }
const privateJwk = { ...(await exportJWK(pair.privateKey)), ...own }
const publicJwk = { ...(await exportJWK(pair.publicKey)), ...own }

/** The plugin's own client, by the way in which it shows itself. */
const shown = {
  client_secret_jwt: { client_id: ['by-secret'], client_secret: [secret], client_auth: ['client_secret_jwt'] },
  private_key_jwt: { client_id: ['by-key'], client_auth: ['private_key_jwt'], client_jwk: [privateJwk] },
} as const
const ways = Object.keys(shown) as (keyof typeof shown)[]

/** An identity provider that knows both clients, a client `service` with a secret, and a user `alice`. */
interface Provided {
  issuer: string
  /** An access token of `service`, got without the gateway; opaque. */
  token(): Promise<string>
  now(): number
}

const providers: Readonly<Record<string, () => Promise<Provided>>> = {
  async 'mock-curity'() {
    const methods = { 'asymmetrically-signed-jwt': {}, 'symmetrically-signed-jwt': {} }
    const common = {
      capabilities: { introspection: {}, 'client-credentials': {}, 'resource-owner-password-credentials': {} },
      scope: ['openid'],
    }
    const { issuer, clock } = await registeredApp({
      configuration: together(
        server({ 'client-authentication': methods, 'client-capabilities': common.capabilities }),
        client({ id: 'by-secret', 'symmetric-key': secret, ...common }),
        client({ id: 'by-key', 'asymmetric-key': JSON.stringify(publicJwk), ...common }),
      ),
    })
    const endpoint = `${issuer.origin}/oauth/v2/oauth-token`
    return { issuer: issuer.href, token: () => tokenOf(endpoint), now: clock.now }
  },
  async 'oidc-provider'() {
    const common = { redirect_uris: [], response_types: [], grant_types: ['client_credentials', 'password'] }
    const issuer = await oidcProvider([
      { client_id: 'service', client_secret: 'service-secret', ...common },
      { client_id: 'by-secret', client_secret: secret, token_endpoint_auth_method: 'client_secret_jwt', ...common },
      {
        ...{ client_id: 'by-key', token_endpoint_auth_method: 'private_key_jwt', ...common },
        ...{ jwks: { keys: [publicJwk] }, token_endpoint_auth_signing_alg: 'ES256' },
      },
    ])
    return { issuer, token: () => tokenOf(`${issuer}/token`), now: Date.now }
  },
}

async function tokenOf(endpoint: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const headers = { authorization: basic('service', 'service-secret') }
  const answer = await (await fetch(endpoint, { method: 'POST', headers, body })).json()
  return (answer as { access_token: string }).access_token // RFC 6749 section 5.1
}

/** A gateway in front of the identity provider, at its time. */
async function rigAt(provided: Provided, strategy: Line, clientId: string): Promise<Rig> {
  const rig = await startRig()
  rig.clock.advance(provided.now() - rig.clock.now())
  const guards = [guard(provided.issuer, { leeway: 60, ...strategy })]
  await rig.received(rig.control.push({ set: { guards, applications: [application({ client_id: clientId })] } }))
  return rig
}

const said = ({ status, reason, headers }: Reply) => ({
  ...{ status, reason },
  endpoints: headers.get('x-harness-trail')?.match(/the \w+ endpoint answered \d+/g),
})

describe.for(Object.entries(providers))('at %s', ([, provide]) => {
  test.for(ways)('%s shows the plugin’s client to the introspection endpoint', async (way) => {
    const provided = await provide()
    const strategy = { auth_methods: ['introspection'], credential_claim: ['client_id'], ...shown[way] }
    const rig = await rigAt(provided, strategy, 'service')
    const call = async () => rig.call('/orders', { headers: { authorization: `Bearer ${await provided.token()}` } })
    expect(said(await call())).toEqual({
      ...{ status: 200, reason: null },
      endpoints: ['the introspection endpoint answered 200'],
    })
  })

  test.for(ways)('%s shows the plugin’s client to the token endpoint', async (way) => {
    const provided = await provide()
    const strategy = { auth_methods: ['password'], search_user_info: true, ...shown[way] }
    const rig = await rigAt(provided, strategy, 'alice')
    const reply = await rig.call('/orders', { headers: { authorization: basic('alice', 'alice-password') } })
    expect(said(reply)).toEqual({
      ...{ status: 200, reason: null },
      endpoints: ['the token endpoint answered 200', 'the userinfo endpoint answered 200'],
    })
  })

  test('client_secret_jwt shows a caller’s own pair to the token endpoint', async () => {
    const provided = await provide()
    const rig = await rigAt(provided, { token_endpoint_auth_method: 'client_secret_jwt' }, 'by-secret')
    const call = (password: string) => rig.call('/orders', { headers: { authorization: basic('by-secret', password) } })
    // The token is opaque here: that it came, is the point.
    expect(said(await call(secret))).toEqual({
      ...{ status: 401, reason: 'gateway.claim-missing' },
      endpoints: ['the token endpoint answered 200'],
    })
    expect(said(await call(`${secret}!`))).toMatchObject({ status: 401, reason: 'gateway.basic.wrong-secret' })
  })

  test('an assertion of another key is refused', async () => {
    const provided = await provide()
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const client_jwk = [{ ...(await exportJWK(privateKey)), ...own }]
    const strategy = { auth_methods: ['introspection'], ...shown.private_key_jwt, client_jwk }
    const rig = await rigAt(provided, strategy, 'service')
    const reply = await rig.call('/orders', { headers: { authorization: `Bearer ${await provided.token()}` } })
    expect(said(reply)).toMatchObject({ status: 401, reason: 'gateway.introspection.refused' })
  })
})

test.for([
  ['a key that is none', { client_jwk: [{ kty: 'EC' }] }, 'gateway.client.key'],
  ['a key for another algorithm', { client_jwk: [privateJwk], client_alg: ['RS256'] }, 'gateway.client.key'],
  ['no key', {}, 'gateway.client.authentication'],
] as const)('private_key_jwt with %s is refused in words, and asks nobody', async ([, key, reason]) => {
  const rig = await startRig({
    strategy: { auth_methods: ['introspection'], client_id: ['gateway'], client_auth: ['private_key_jwt'], ...key },
  })
  const reply = await rig.call('/orders', { headers: { authorization: 'Bearer opaque' } })
  expect([reply.status, reply.body, reply.reason]).toEqual([401, { message: 'Unauthorized' }, reason])
  expect(rig.idp.inspections).toEqual([])
})
