import { describe, expect } from 'vitest'
import { portalClient } from '../portal-client.ts'
import { test as base, demo, demoKonnect, problem } from '../portal-world.ts'

const test = base.extend('portal', ({ konnect }) => portalClient(konnect, 'v3'))

const approval = problem(401, 'Approval Required', 'Your account is pending approval for access.')
const invalid = problem(401, 'Invalid Credentials', 'You have entered an invalid email or password.')
const unauthorized = problem(401, 'Unauthorized')

describe('signing in', () => {
  test('sets two cookies, the second for its own endpoint alone', async ({ portal }) => {
    const { status, body, cookies } = await portal.signIn()
    expect([status, body]).toEqual([204, undefined])
    const [access, refresh, ...others] = cookies
    expect(others).toEqual([])
    expect(access).toMatch(
      /^portalaccesstoken=[\w-]+; Path=\/; Expires=Fri, 02 Jan 2026 00:00:00 GMT; HttpOnly; SameSite=Lax$/,
    )
    expect(refresh).toMatch(
      /^portalrefreshtoken=[\w-]+; Path=\/api\/v3\/developer\/refresh; Expires=Thu, 08 Jan 2026 00:00:00 GMT; HttpOnly; SameSite=Lax$/,
    )
  })

  test('over https sets Secure and SameSite=None, and the domain of a portal that has its own', async ({ konnect }) => {
    konnect.setBaseUrl('https://127.0.0.1:8080')
    const host = `${demo.ids.portal}.localhost`
    const { cookies } = await portalClient(konnect, 'v3', `${host}:8080`).signIn()
    for (const line of cookies) {
      expect(line).toContain(`Domain=${host};`)
      expect(line).toMatch(/HttpOnly; Secure; SameSite=None$/)
    }
  })

  test.for([
    [{ username: demo.developer.email }, ['password']],
    [{}, ['password', 'username']],
  ] as const)('names the fields that %j lacks', async ([sent, missing], { portal }) => {
    const { status, body } = await portal.post('/developer/authenticate', sent)
    expect(status).toBe(400)
    expect([body.title, body.detail]).toEqual(['Bad Request', 'Required fields are missing'])
    expect(body.invalid_parameters.map(({ field, reason }) => [field, reason]).sort()).toEqual(
      missing.map((field) => [field, 'is required']),
    )
  })

  test('does not tell a wrong password from an unknown address', async ({ portal }) => {
    const wrong = await portal.signIn(demo.developer.email, 'wrong')
    const unknown = await portal.signIn('nobody@example.com', 'wrong')
    expect([wrong.status, wrong.body, wrong.cookies]).toEqual([401, invalid, []])
    expect([unknown.status, unknown.body]).toEqual([401, invalid])
    expect(wrong.reason?.code).toBe('konnect.sign-in.wrong-credentials')
  })

  test.for(['pending', 'rejected', 'revoked'] as const)(
    'is not for a developer who is %s, and an open session ends',
    async (status, { portal, operator }) => {
      await portal.signIn()
      await operator.patch(`/v3/portals/${demo.ids.portal}/developers/${demo.ids.developer}`, { status })
      expect((await portal.get('/developer/me')).body).toEqual(unauthorized)
      expect((await portal.signIn()).body).toEqual(status === 'pending' ? approval : invalid)
      // The right password is needed to learn that.
      expect((await portal.signIn(demo.developer.email, 'wrong')).body).toEqual(invalid)
    },
  )

  test('at one portal opens no other', async ({ konnect, operator }) => {
    const { body: other } = await operator.post('/v3/portals', { name: 'other' })
    const here = portalClient(konnect, 'v3')
    const { cookies } = await here.signIn()
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    const there = portalClient(konnect, 'v3', `${other.id}.localhost`)
    expect((await there.get('/developer/me', undefined, { cookie })).body).toEqual(unauthorized)
    expect((await there.signIn()).body).toEqual(invalid)
  })
})

describe('a session', () => {
  test('ends after its time and is refreshed once per token', async ({ portal, konnect }) => {
    const { cookies } = await portal.signIn()
    konnect.levers.clock.advance(86_400_000)
    const over = await portal.get('/developer/me')
    expect([over.status, over.body, over.reason?.code]).toEqual([401, unauthorized, 'konnect.sign-in.session-over'])
    const refreshed = await portal.post('/developer/refresh')
    expect([refreshed.status, refreshed.body, refreshed.cookies.length]).toEqual([204, undefined, 2])
    expect((await portal.get('/developer/me')).status).toBe(200)
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    const used = await portal.post('/developer/refresh', undefined, { cookie })
    expect([used.status, used.body, used.reason?.code]).toEqual([401, unauthorized, 'konnect.sign-in.refresh-refused'])
  })

  test('cannot be refreshed after its refresh time, nor without a token', async ({ portal, konnect }) => {
    await portal.signIn()
    konnect.levers.clock.advance(604_800_000)
    expect((await portal.post('/developer/refresh')).status).toBe(401)
    portal.forgetCookies()
    expect((await portal.post('/developer/refresh')).status).toBe(401)
  })

  test('ends at sign-out, whose cookies are empty', async ({ portal, konnect }) => {
    const { cookies } = await portal.signIn()
    const out = await portal.post('/developer/logout')
    expect([out.status, out.cookies]).toEqual([
      204,
      [
        'portalaccesstoken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
        'portalrefreshtoken=; Path=/api/v3/developer/refresh; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
      ],
    ])
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    expect((await portalClient(konnect, 'v3').get('/developer/me', undefined, { cookie })).status).toBe(401)
    expect((await portal.post('/developer/logout')).status).toBe(204)
  })

  test('is asked for before a body is looked at', async ({ portal }) => {
    const { status, body, reason } = await portal.post('/applications', '{"name":')
    expect([status, body, reason?.code]).toEqual([401, unauthorized, 'konnect.sign-in.required'])
  })
})

test('a hash that was stored elsewhere signs in here', async ({ idp, onTestFinished }) => {
  const konnect = await demoKonnect(idp.issuer, { developer: { status: 'pending' } })
  onTestFinished(() => konnect.app.close())
  expect((await portalClient(konnect, 'v3').signIn()).body).toEqual(approval)
})
