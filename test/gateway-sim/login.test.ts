import { expect, test } from 'vitest'
import type { AdjustableClock } from '../../kit/clock.ts'
import { browser } from '../mock-curity/browser.ts'
import { jwt } from '../mock-curity/configurations.ts'
import { alice, registeredApp } from '../mock-curity/registered-app.ts'
import { application, guard, type Rig, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

type LoginRig = Rig & { issuer: string; clientId: string; curityClock: AdjustableClock }

/** A gateway whose strategy logs users in at a mock-curity, over HTTP; both know the same client. */
async function loginRig(strategy: Line = {}, configuration: object = {}): Promise<LoginRig> {
  const rig = await startRig()
  const { config, clientId, issuer, clock } = await registeredApp({
    configuration,
    metadata: { redirect_uris: [`${rig.url}/orders`], post_logout_redirect_uris: ['http://app.test/bye'] },
  })
  rig.clock.advance(clock.now() - rig.clock.now())
  const login = guard(issuer.href, {
    auth_methods: ['session', 'authorization_code'],
    credential_claim: ['azp'],
    // The gateway's clock stands still while the identity provider's runs on.
    leeway: 60,
    client_id: [clientId],
    client_secret: [config.clientMetadata().client_secret],
    ...strategy,
  })
  await rig.received(
    rig.control.push({ set: { guards: [login], applications: [application({ client_id: clientId })] } }),
  )
  return { ...rig, issuer: issuer.href, clientId, curityClock: clock }
}

/** Opens an address of the gateway in a fresh browser, and signs Alice in at the identity provider. Gives where that ends. */
async function signedIn({ url }: Rig, path = '/orders') {
  const user = browser()
  const away = await user.open(new URL(`${url}${path}`))
  const page = await user.open(away.url)
  expect(page.html).toContain('<h1>Sign in</h1>')
  return { user, back: await user.submit(page, alice) }
}

test('a user without a session logs in at the identity provider, and comes back with one', async () => {
  const rig = await loginRig()
  const { user, back } = await signedIn(rig)
  expect(back.url.href).toMatch(`${rig.url}/orders?`)
  const answer = await user.open(back.url)
  expect([answer.status, answer.html]).toEqual([200, '{"orders":[]}'])
  expect(answer.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual(['session', 'authorization'])
  expect(rig.upstream.last.url).toBe('/')
  expect(rig.upstream.last.headers['x-credential-identifier']).toBe(rig.clientId)
  expect((await user.open(new URL(`${rig.url}/orders/7`))).status).toBe(200)
})

test('login_action redirect sends the user back to where it began', async () => {
  const rig = await loginRig({ login_action: 'redirect', preserve_query_args: true })
  const { user, back } = await signedIn(rig, '/orders?page=2')
  const answer = await user.open(back.url)
  expect(answer.status).toBe(200)
  expect(answer.url.href).toBe(`${rig.url}/orders?page=2`)
  expect(rig.upstream.last.url).toBe('/?page=2')
})

test('a callback is worth nothing without the cookie of its login, and begins a new one', async () => {
  const rig = await loginRig()
  const { back } = await signedIn(rig)
  const { status, reason } = await rig.call(back.url.href.slice(rig.url.length))
  expect([status, reason]).toEqual([302, 'gateway.login.required'])
})

test('a code is taken once', async () => {
  const rig = await loginRig({ auth_methods: ['authorization_code'] })
  const { user, back } = await signedIn(rig)
  const cookie = (await rig.call('/orders')).headers.getSetCookie()
  expect(cookie).toHaveLength(1)
  expect((await user.open(back.url)).status).toBe(200)
  const again = await user.open(back.url)
  expect(again.url.href).toContain('/oauth-authorize')
})

test('a login that the identity provider refuses is a 401 with its word', async () => {
  const rig = await loginRig()
  const begun = await rig.call('/orders')
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state')
  const { status, reason, advice } = await rig.call(`/orders?error=access_denied&state=${state}`, {
    headers: { cookie },
  })
  expect([status, reason]).toEqual([401, 'gateway.login.failed'])
  expect(advice).toContain('access_denied')
})

test('a logout ends the session here and at the identity provider', async () => {
  const rig = await loginRig({
    logout_query_arg: 'logout',
    logout_methods: ['GET'],
    logout_revoke: true,
    logout_redirect_uri: ['http://app.test/bye'],
  })
  const { user, back } = await signedIn(rig)
  await user.open(back.url)
  const out = await user.open(new URL(`${rig.url}/orders?logout=1`))
  expect(out.url.origin).toBe(new URL(rig.issuer).origin)
  expect(Object.fromEntries(out.url.searchParams)).toEqual({
    id_token_hint: expect.stringMatching(/^eyJ/),
    client_id: rig.clientId,
    post_logout_redirect_uri: 'http://app.test/bye',
  })
  expect(out.headers.getSetCookie()[0]).toMatch(/^session=; .*Max-Age=0$/)
  expect(rig.exchanges.list().at(-1)?.trail).toContain('the revocation endpoint answered 200 for the access_token')
})

test('a session whose access token is over is renewed with its refresh token', async () => {
  const rig = await loginRig({ session_idling_timeout: 0 }, jwt)
  const { user, back } = await signedIn(rig)
  await user.open(back.url)
  for (const clock of [rig.clock, rig.curityClock]) clock.advance(400_000)
  const answer = await user.open(new URL(`${rig.url}/orders`))
  expect(answer.status).toBe(200)
  await expect
    .poll(() => rig.exchanges.list().at(-1)?.trail)
    .toContain('session: its access token is over; refreshing it')
})
