import { describe, expect } from 'vitest'
import { countingIds, type Ids } from '../../../kit/ids.ts'
import { operatorOf } from '../admin-api/konnect.ts'
import { portalClient } from '../portal-client.ts'
import { test as base, demo, demoKonnect, now, problem } from '../portal-world.ts'

const test = base
  .extend('portal', ({ konnect }) => portalClient(konnect, 'v3'))
  .extend(
    'mails',
    ({ konnect }) =>
      async () =>
        (await konnect.app.inject('/_mock/mailbox')).json().mails,
  )

const ada = { email: 'Ada@example.com', full_name: 'Ada' }
const approval = problem(401, 'Approval Required', 'Your account is pending approval for access.')
const invalid = problem(401, 'Invalid Credentials', 'You have entered an invalid email or password.')
const unauthorized = problem(401, 'Unauthorized')

describe('signing up', () => {
  test.for(['v2', 'v3'] as const)(
    'at a %s portal leads by two mail tokens to a session',
    async (version, { konnect, mails }) => {
      const portal = portalClient(konnect, version)
      const signUp = await portal.post('/developer', ada)
      expect([signUp.status, signUp.body]).toEqual([201, undefined])
      const [mail] = await mails()
      const portal_id = version === 'v2' ? demo.ids.classicPortal : demo.ids.portal
      expect(mail).toEqual({
        ...{
          to: ada.email,
          portal_id,
          purpose: 'verify-email',
          sent_at: now,
          token: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      })
      const noPassword = await portal.signIn(ada.email, 'correct horse')
      expect([noPassword.status, noPassword.reason?.code]).toEqual([401, 'konnect.sign-in.no-password'])

      const verified = await portal.post('/developer/verify-email', { token: mail.token })
      expect([verified.status, verified.body]).toEqual([202, { email: ada.email, token: expect.any(String) }])
      const reset = await portal.post('/developer/reset-password', {
        token: verified.body.token,
        password: 'correct horse',
      })
      expect([reset.status, reset.body]).toEqual([204, undefined])
      expect((await portal.signIn('ada@EXAMPLE.com', 'correct horse')).status).toBe(204)
      const { body } = await portal.get('/developer/me')
      expect(body).toEqual({ id: expect.any(String), ...ada, created_at: now, updated_at: now })
    },
  )

  test('leaves a developer pending where the portal approves nobody by itself', async ({ portal, operator, mails }) => {
    await operator.patch(`/v3/portals/${demo.ids.portal}`, { auto_approve_developers: false })
    await portal.post('/developer', ada)
    const { body } = await portal.post('/developer/verify-email', { token: (await mails())[0].token })
    await portal.post('/developer/reset-password', { token: body.token, password: 'correct horse' })
    const refused = await portal.signIn(ada.email, 'correct horse')
    expect([refused.status, refused.body, refused.cookies]).toEqual([401, approval, []])
    expect(refused.reason?.code).toBe('konnect.sign-in.approval-required')
    const { body: listed } = await operator.get(
      `/v3/portals/${demo.ids.portal}/developers?filter[email][eq]=${ada.email}`,
    )
    await operator.patch(`/v3/portals/${demo.ids.portal}/developers/${listed.data[0]?.id}`, { status: 'approved' })
    expect((await portal.signIn(ada.email, 'correct horse')).status).toBe(204)
  })

  test('twice says nothing to strangers, and makes nothing', async ({ portal, mails, operator }) => {
    const again = await portal.post('/developer', { email: 'DEVELOPER@example.com', full_name: 'Eve' })
    expect([again.status, again.body, await mails()]).toEqual([201, undefined, []])
    expect(again.warnings).toEqual([expect.stringContaining('has an account already')])
    expect((await operator.get(`/v3/portals/${demo.ids.portal}/developers`)).body.data).toHaveLength(1)
  })

  test('twice is a conflict when the switch says so', async ({ portal, konnect }) => {
    konnect.levers.behaviour.change({ signUpTaken: 'conflict' })
    const { status, body } = await portal.post('/developer', { email: demo.developer.email, full_name: 'Eve' })
    expect([status, body]).toEqual([409, problem(409, 'Conflict', 'Developer with the given email already exists')])
  })

  test('is refused with every mistake', async ({ portal }) => {
    const { body } = await portal.post('/developer', { email: 'nobody', admin: true })
    expect(body.invalid_parameters.map(({ field, rule }) => [field, rule]).sort()).toEqual([
      ...[
        ['admin', 'unknown_property'],
        ['email', expect.any(String)],
        ['full_name', 'required'],
      ],
    ])
  })

  test('has no place in a public portal', async ({ konnect, operator }) => {
    await operator.patch(`/v2/portals/${demo.ids.classicPortal}`, { is_public: true })
    const { status, reason } = await portalClient(konnect, 'v2').post('/developer', ada)
    expect([status, reason?.code]).toEqual([403, 'konnect.portal.public'])
  })
})

describe('a mail token', () => {
  const notSent = problem(404, 'Not Found', 'The provided token was not found')
  const malformed = problem(400, 'Bad Request', 'The provided token is invalid', {
    invalid_parameters: [{ field: 'token', reason: 'invalid ID format' }],
  })

  test('works once', async ({ portal, mails }) => {
    await portal.post('/developer', ada)
    const [{ token }] = await mails()
    await portal.post('/developer/verify-email', { token })
    const again = await portal.post('/developer/verify-email', { token })
    expect([again.status, again.body]).toEqual([404, notSent])
  })

  test('works for its own purpose and portal only', async ({ portal, konnect, mails }) => {
    await portal.post('/developer', ada)
    const [{ token }] = await mails()
    const password = 'correct horse'
    expect((await portal.post('/developer/reset-password', { token, password })).body).toEqual(notSent)
    expect((await portalClient(konnect, 'v2').post('/developer/verify-email', { token })).body).toEqual(notSent)
    expect((await portal.post('/developer/verify-email', { token })).status).toBe(202)
  })

  test('is gone after its time', async ({ portal, konnect, mails }) => {
    await portal.post('/developer', ada)
    const [{ token }] = await mails()
    konnect.levers.clock.advance(86_400_000)
    const late = await portal.post('/developer/verify-email', { token })
    expect([late.status, late.body]).toEqual([410, problem(410, 'Gone', 'The token has expired')])
  })

  test.for(['verify-email', 'reset-password'])('that is no UUID is refused by %s', async (call, { portal }) => {
    const { status, body } = await portal.post(`/developer/${call}`, { token: 'x', password: 'correct horse' })
    expect(status).toBe(400)
    if (call === 'reset-password') expect(body).toEqual(malformed)
  })

  test('for a password comes by forgot-password, to those who have an account', async ({ portal, mails }) => {
    for (const email of [demo.developer.email, 'nobody@example.com']) {
      const { status, body } = await portal.post('/developer/forgot-password', { email })
      expect([status, body]).toEqual([200, undefined])
    }
    const [mail, ...others] = await mails()
    expect([mail.to, mail.purpose, others]).toEqual([demo.developer.email, 'reset-password', []])
    const short = await portal.post('/developer/reset-password', { token: mail.token, password: 'short' })
    expect(short.body.invalid_parameters).toMatchObject([{ field: 'password', rule: 'min_length', minimum: 8 }])
    await portal.signIn()
    expect((await portal.post('/developer/reset-password', { token: mail.token, password: 'a new one' })).status).toBe(
      204,
    )
    expect((await portal.get('/developer/me')).body).toEqual(unauthorized)
    expect((await portal.signIn()).body).toEqual(invalid)
    expect((await portal.signIn(demo.developer.email, 'a new one')).status).toBe(204)
  })
})

test('what an operator changes while a password is being set stays changed', async ({ idp, onTestFinished }) => {
  const own = countingIds()
  let meanwhile = () => {}
  const hex: Ids['hex'] = (kind, bytes) => {
    if (kind === 'password-salt') meanwhile()
    return own.hex(kind, bytes)
  }
  const konnect = await demoKonnect(idp.issuer, {}, { ids: { ...own, hex } })
  onTestFinished(() => konnect.app.close())
  const [portal, operator] = [portalClient(konnect, 'v3'), operatorOf(konnect)]
  const path = `/v3/portals/${demo.ids.portal}/developers/${demo.ids.developer}`
  expect((await operator.get(path)).body.status).toBe('approved')
  await portal.post('/developer/forgot-password', { email: demo.developer.email })
  const [{ token }] = (await konnect.app.inject('/_mock/mailbox')).json().mails
  let revoked: ReturnType<typeof operator.patch> | undefined
  meanwhile = () => {
    revoked = operator.patch(path, { status: 'revoked' })
  }
  await portal.post('/developer/reset-password', { token, password: 'a new one' })
  expect((await revoked)?.body.status).toBe('revoked')
  expect((await operator.get(path)).body.status).toBe('revoked')
})

test('the mailbox is for loopback, and filtered by address', async ({ portal, konnect }) => {
  await portal.post('/developer', ada)
  const read = async (query: string) => (await konnect.app.inject(`/_mock/mailbox${query}`)).json().mails.length
  expect([await read(''), await read('?to=ada@example.com'), await read('?to=eve@example.com')]).toEqual([1, 1, 0])
  expect((await konnect.app.inject({ url: '/_mock/mailbox', remoteAddress: '10.0.0.1' })).statusCode).toBe(403)
})
