import * as oauth from 'openid-client'
import { expect, onTestFinished, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { serve } from '../../kit/serve.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import type { TokenProcedure, TokenProcedureContext } from '../../mock-curity/tokens/token-procedures.ts'
import { restconf } from './admin-calls.ts'
import { client, configured, jwt, profile, server, together } from './configurations.ts'
import { authorizationRequest, redirectUri, signIn } from './registered-app.ts'
import { curity, decoded, introspectPath, member, tokenPath } from './rig.ts'

const calls = (flow: string) =>
  profile({
    endpoints: {
      endpoint: [{ id: 'token-service-token', 'token-endpoint-procedures': [{ flow, procedure: 'mine' }] }],
    },
  })
const withProcedure = (procedure: TokenProcedure, parts: object = {}, flow = 'oauth-token-client-credentials') =>
  curity({ configuration: together(calls(flow), parts), tokenProcedures: { mine: procedure } })

test('a procedure is told what is asked for, without credentials', async () => {
  const told: TokenProcedureContext[] = []
  const property = [{ key: 'tier', value: 'gold' }]
  const { form } = await withProcedure(
    (context) => {
      told.push(context)
      return undefined
    },
    client({ id: 'service', properties: { property } }),
  )
  const secret = { client_id: 'service', client_secret: 'service-secret' }
  const answer = await form(tokenPath, { grant_type: 'client_credentials', scope: 'orders:read', x: 'y', ...secret })
  expect(answer).toMatchObject({ status: 200, body: { scope: 'orders:read' } })
  expect(told.map(({ exceptionFactory: _, ...context }) => context)).toEqual([
    {
      flow: 'oauth-token-client-credentials',
      client: { id: 'service', properties: { tier: 'gold' } },
      subject: 'service',
      scope: ['orders:read'],
      parameters: { grant_type: 'client_credentials', scope: 'orders:read', x: 'y', client_id: 'service' },
    },
  ])
})

test('default scopes: a procedure gives some to a request that names none', async () => {
  const { token, introspect } = await withProcedure(({ scope }) => (scope.length > 0 ? {} : { scope: 'orders:read' }))
  const answer = await token()
  expect(answer).toMatchObject({ status: 200, body: { scope: 'orders:read' } })
  expect((await introspect(String(member(answer, 'access_token')))).body).toMatchObject({ scope: 'orders:read' })
})

test.for([
  ['opaque', {}],
  ['jwt', jwt],
] as const)('claims of a procedure stand in the token, and those that every token has stay: %s', async ([, form]) => {
  const { token, introspect } = await withProcedure(
    ({ client: { id } }) => ({ claims: { client_id: id, region: 'eu', sub: 'mallory', exp: 1, purpose: 'id' } }),
    form,
  )
  const value = String(member(await token(), 'access_token'))
  const phantom = await introspect(value, 'application/jwt')
  const { claims } = decoded(phantom.text)
  expect(claims).toMatchObject({ client_id: 'service', region: 'eu', sub: 'service', purpose: 'access_token' })
  expect(claims.exp).toBeGreaterThan(1)
  expect(Object.keys(claims).slice(-2)).toEqual(['client_id', 'region'])
  expect((await introspect(value)).body).toMatchObject({
    active: true,
    client_id: 'service',
    region: 'eu',
    sub: 'service',
  })
})

test('some clients get a JWT, or an opaque token, by a property', async () => {
  const byProperty: TokenProcedure = ({ client: { properties } }) =>
    properties.form === 'jwt' || properties.form === 'opaque' ? { form: properties.form } : undefined
  const property = (value: string) => ({ properties: { property: [{ key: 'form', value }] } })
  const opaque = await withProcedure(byProperty, client({ id: 'service', ...property('jwt') }))
  const value = String(member(await opaque.token(), 'access_token'))
  expect(decoded(value).claims).toMatchObject({ sub: 'service' })
  expect((await opaque.introspect(value)).body).toMatchObject({ active: true, client_id: 'service' })
  const signed = await withProcedure(byProperty, together(jwt, client({ id: 'service', ...property('opaque') })))
  const plain = String(member(await signed.token(), 'access_token'))
  expect(plain).toMatch(/^_0XBPWQQ_/)
  expect((await signed.introspect(plain)).body).toMatchObject({ active: true })
})

test('a procedure refuses with 400, and one that fails is a server error', async () => {
  const refusing = await withProcedure(({ exceptionFactory }) => {
    throw exceptionFactory.badRequestException('not on Sundays', 'access_denied')
  })
  expect(await refusing.token()).toMatchObject({
    status: 400,
    body: { error: 'access_denied' },
    reason: 'curity.token.procedure-refused',
  })
  const failing = await withProcedure(() => ({ scope: 7 }) as never)
  expect(await failing.token()).toMatchObject({
    status: 500,
    body: { error: 'server_error' },
    reason: 'curity.token.procedure-failed',
  })
})

test('a procedure has its flow alone', async () => {
  const other = await withProcedure(() => ({ scope: 'orders:read' }), {}, 'oauth-token-oauth-token-exchange')
  expect(await other.token()).toMatchObject({ body: { scope: '' } })
})

const leaf = 'profiles.profile.0.endpoints.endpoint.2.token-endpoint-procedures.0'

test.for([
  [
    'a procedure that is not there',
    'oauth-token-client-credentials',
    'procedure: "mine" names nothing (did you mean "mien"?)',
  ],
  ['a flow that has none', 'oauth-token-client-credential', 'flow: must be one of oauth-token-client-credentials, '],
] as const)('the name of %s is a complaint', async ([, flow, complaint]) => {
  const configuration = calls(flow)
  const start = buildMockCurity({
    configuration,
    tokenProcedures: { mien: () => ({}) },
    procedures: { mine: () => ({}) },
  })
  await expect(start).rejects.toThrow(`${leaf}.${complaint}`)
})

test('the name of a procedure that is not there is refused over RESTCONF, at its place', async () => {
  const rig = await curity({ tokenProcedures: { mine: () => ({ scope: 'orders:read' }) } })
  const change = (procedure: string) =>
    restconf(rig, 'PATCH', 'base:profiles/profile=token-service,oauth-service/endpoints/endpoint=token-service-token', {
      'base:endpoint': {
        id: 'token-service-token',
        'token-endpoint-procedures': [{ flow: 'oauth-token-client-credentials', procedure }],
      },
    })
  expect(await change('mien')).toMatchObject({
    status: 400,
    body: {
      'ietf-restconf:errors': {
        error: [
          {
            'error-type': 'application',
            'error-tag': 'invalid-value',
            'error-path': expect.stringMatching(
              /\/endpoint\[id='token-service-token'\]\/token-endpoint-procedures\[flow='oauth-token-client-credentials'\]\/procedure$/,
            ),
            'error-message': '"mien" names nothing (did you mean "mine"?)',
          },
        ],
      },
    },
  })
  expect(await rig.token()).toMatchObject({ body: { scope: '' } })
  expect(await change('mine')).toMatchObject({ status: 204 })
  expect(await rig.token()).toMatchObject({ body: { scope: 'orders:read' } })
})

test('an exchanged token has the claims of its procedure', async () => {
  const capabilities = { 'client-credentials': {}, 'oauth-token-exchange': {} }
  const { token, form, introspect } = await withProcedure(
    ({ subject }) => ({ claims: { act: { sub: subject } } }),
    together(server({ 'client-capabilities': capabilities }), client({ id: 'service', capabilities })),
    'oauth-token-oauth-token-exchange',
  )
  const subject_token = String(member(await token({ scope: 'orders:read' }), 'access_token'))
  const exchange = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token,
  }
  const answer = await form(tokenPath, exchange, basicAuthorization('service', 'service-secret'))
  expect(answer).toMatchObject({ status: 200, body: { scope: 'orders:read' } })
  expect((await introspect(String(member(answer, 'access_token')))).body).toMatchObject({ act: { sub: 'service' } })
})

test('a token of a code has the scopes and claims of its procedure', async () => {
  const capabilities = { code: {} }
  const shop = { id: 'shop', secret: 'shop-secret', 'redirect-uris': [redirectUri], scope: ['openid', 'email'] }
  const mock = await buildMockCurity({
    configuration: configured(together(calls('oauth-token-authorization-code'), client({ ...shop, capabilities }))),
    tokenProcedures: { mine: ({ subject }) => ({ scope: 'openid', claims: { who: subject } }) },
  })
  onTestFinished(() => mock.app.close())
  const port = await serve(mock.app, { host: '127.0.0.1', port: 0, who: 'test', setting: 'none' })
  mock.setBaseUrl(`http://127.0.0.1:${port}`)
  const issuer = new URL(`http://127.0.0.1:${port}/oauth/v2/oauth-anonymous`)
  const options = { execute: [oauth.allowInsecureRequests] }
  const config = await oauth.discovery(issuer, 'shop', 'shop-secret', undefined, options)
  const { url, checks } = await authorizationRequest(config, { scope: 'openid email' })
  const { ended } = await signIn(url)
  const tokens = await oauth.authorizationCodeGrant(config, ended.url, checks)
  expect(tokens.scope).toBe('openid')
  const answer = await fetch(`http://127.0.0.1:${port}${introspectPath}`, {
    method: 'POST',
    headers: { authorization: basicAuthorization('introspector', 'introspector-secret') },
    body: new URLSearchParams({ token: tokens.access_token }),
  })
  expect(await answer.json()).toMatchObject({ active: true, sub: 'alice', who: 'alice', scope: 'openid' })
})
