import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { browser } from './browser.ts'
import { profile } from './configurations.ts'
import { authorizationRequest, registeredApp, signIn } from './registered-app.ts'
import { decoded, discoveryPath } from './rig.ts'

/** The answer to an authorization request, and what is in its JWT. */
async function answered(app: Awaited<ReturnType<typeof registeredApp>>, parameters: Record<string, string>) {
  const { url, checks } = await authorizationRequest(app.config, parameters)
  const { ended } = await signIn(url)
  const places = new URLSearchParams([...ended.url.searchParams, ...new URLSearchParams(ended.url.hash.slice(1))])
  return { ended, checks, names: [...places.keys()], ...decoded(String(places.get('response'))) }
}

test.for(['jwt', 'query.jwt', 'fragment.jwt'])('the answer is a JWT of its own purpose: %s', async (response_mode) => {
  const app = await registeredApp()
  const { ended, names, header, claims } = await answered(app, { response_mode })
  expect(names).toEqual(['response'])
  expect(ended.url.hash !== '').toBe(response_mode === 'fragment.jwt')
  expect(Object.keys(header)).toEqual(['kid', 'x5t', 'alg'])
  expect(claims).toEqual({
    code: expect.any(String),
    state: 'some-state',
    exp: Number(claims.iat) + 120,
    nbf: claims.iat,
    iss: app.issuer.href,
    aud: app.clientId,
    iat: expect.any(Number),
    purpose: 'authz_response',
  })
})

test('openid-client verifies it and goes on with the code', async () => {
  const app = await registeredApp()
  client.useJwtResponseMode(app.config)
  const { ended, checks } = await answered(app, {})
  expect(await client.authorizationCodeGrant(app.config, ended.url, checks)).toMatchObject({
    scope: 'openid profile email',
  })
})

test('it comes in a form too', async () => {
  const app = await registeredApp()
  const { url } = await authorizationRequest(app.config, { response_mode: 'form_post.jwt' })
  const { ended } = await signIn(url)
  const [, response = ''] = /name="response" value="([^"]*)"/.exec(ended.html) ?? []
  expect(decoded(response).claims).toMatchObject({ purpose: 'authz_response', state: 'some-state' })
})

test.for([
  ['without a description', {}, undefined],
  ['with one where the profile says so', profile({ 'expose-detailed-error-messages': true }), 'The user cancelled'],
] as const)('a refusal is signed as well, %s', async ([, configuration, description]) => {
  const app = await registeredApp({ configuration })
  const user = browser()
  const page = await user.open((await authorizationRequest(app.config, { response_mode: 'jwt' })).url)
  const { url } = await user.submit(page, { action: 'cancel' })
  const { claims } = decoded(String(url.searchParams.get('response')))
  expect(claims).toMatchObject({ error: 'access_denied', purpose: 'authz_response', aud: app.clientId })
  expect(claims.error_description).toBe(description)
})

test('is no access token', async () => {
  const app = await registeredApp()
  const { ended } = await answered(app, { response_mode: 'jwt' })
  const response = String(ended.url.searchParams.get('response'))
  await expect(client.fetchUserInfo(app.config, response, 'alice')).rejects.toMatchObject({ status: 401 })
})

test('metadata tells of the modes', async () => {
  const app = await registeredApp()
  const metadata = await (await fetch(`${app.issuer.origin}${discoveryPath}`)).json()
  expect(metadata).toMatchObject({
    response_modes_supported: ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'],
    authorization_signing_alg_values_supported: ['RS256'],
  })
})
