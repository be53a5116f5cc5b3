import { describe, expect } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { demo, demoKonnect, test } from '../portal-world.ts'
import { reader } from './reader.ts'

/** What stands above a form whose fields were refused. */
const below = { '': 'Refused: what is wrong stands at the fields below.' }
const classicHost = `${demo.ids.classicPortal}.localhost`

describe.for(['/portal', '/portal/classic'])('%s', (base) => {
  test('leads from sign-up by the mailbox to a session', async ({ konnect }) => {
    const developer = reader(konnect.app)
    const asked = await developer.send(`${base}/sign-up`, { full_name: 'Ada L.', email: 'ada@example.com' })
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('We sent a mail to ada@example.com')])

    const mailbox = await developer.open(`${base}/mailbox?to=ada@example.com`)
    const [, verify = ''] = /href="([^"]*verify-email[^"]*)"/.exec(mailbox.html) ?? []
    expect(verify).toMatch(new RegExp(`^${base}/verify-email\\?token=`))

    const { token = '' } = (await developer.open(verify)).typed('Verify')
    const set = await developer.send(`${base}/verify-email`, { token })
    expect(set.url).toMatch(new RegExp(`^${base}/set-password\\?token=`))

    const password = 'correct horse '
    const done = await developer.send(`${base}/set-password`, { ...set.typed('Set your password'), password })
    expect([done.url, done.text]).toEqual([
      `${base}/sign-in?done=password-set`,
      expect.stringContaining('Your password is set. Sign in with it.'),
    ])

    const signedIn = await developer.send(`${base}/sign-in`, { username: 'ada@example.com', password, return: '' })
    expect([signedIn.status, signedIn.url]).toEqual([200, base])
    expect(signedIn.text).toContain('Ada L. Sign out')

    const out = await developer.send(`${base}/sign-out`, {})
    expect([out.url, developer.cookies.size]).toEqual([`${base}/sign-in?done=signed-out`, 0])
  })

  test('asks who is not signed in to do so, and leads back', async ({ konnect }) => {
    const developer = reader(konnect.app)
    const asked = await developer.open(`${base}/application/create?x=1`)
    expect(asked.url).toBe(`${base}/sign-in?return=${encodeURIComponent(`${base}/application/create?x=1`)}`)
    const back = await developer.send(`${base}/sign-in`, {
      ...asked.typed('Sign in'),
      username: 'developer@example.com',
      password: 'developer-password',
    })
    expect([back.status, back.url]).toEqual([200, `${base}/application/create?x=1`])
  })

  test.for([
    '//evil.test/portal',
    'https://evil.test/portal',
    '/portalx',
    '/v3/apis',
    'javascript:alert(1)',
    '/portal/../v3',
  ])('leads nobody who signs in to %s', async (wanted, { konnect }) => {
    const signedIn = await reader(konnect.app).send(`${base}/sign-in`, {
      username: 'developer@example.com',
      password: 'developer-password',
      return: wanted,
    })
    expect(signedIn.url).toBe(base)
  })

  test.for<[string, Record<string, string>, number, Record<string, string>]>([
    ['sign-up', {}, 400, { ...below, full_name: '"full_name" is required', email: '"email" is required' }],
    ['sign-up', { full_name: 'A', email: 'no' }, 400, { ...below, email: '"email" must be a valid email' }],
    ['forgot-password', { email: '<b>' }, 400, { ...below, email: '"email" must be a valid email' }],
    ['sign-in', { username: 'a@b.test' }, 400, { ...below, password: 'is required' }],
    [
      'sign-in',
      { username: 'developer@example.com', password: 'wrong' },
      401,
      { '': 'You have entered an invalid email or password.' },
    ],
    ['verify-email', { token: 'x' }, 400, { '': 'invalid ID format' }],
    ['verify-email', { token: demo.ids.api }, 404, { '': 'The provided token was not found' }],
    [
      'set-password',
      { token: demo.ids.api, password: 'short' },
      400,
      { ...below, password: 'password must be longer than or equal to 8 characters' },
    ],
  ])('%s with %o: %i', async ([page, form, status, refusals], { konnect }) => {
    const refused = await reader(konnect.app).send(`${base}/${page}`, form)
    expect([refused.status, refused.refusals]).toEqual([status, refusals])
  })

  test('a refused form keeps what was typed, but no password, and shows markup as text', async ({ konnect }) => {
    const evil = '<script>alert(1)</script>'
    const refused = await reader(konnect.app).send(`${base}/sign-in`, {
      username: evil,
      password: 'a secret',
      return: '',
    })
    expect([refused.status, refused.typed('Sign in').username]).toEqual([401, evil])
    expect(refused.html).not.toContain(evil)
    expect(refused.html).not.toContain('a secret')
  })
})

test('who waits for approval is told so', async ({ idp, onTestFinished }) => {
  const konnect = await demoKonnect(idp.issuer, { developer: { status: 'pending' } })
  onTestFinished(() => konnect.app.close())
  const refused = await reader(konnect.app).signIn('/portal')
  expect([refused.status, refused.refusals[''], refused.advice]).toEqual([
    401,
    'Your account is pending approval for access.',
    expect.stringMatching(/^the developer waits for approval/),
  ])
})

test('a session that is over asks to sign in, and leads back', async ({ idp, onTestFinished }) => {
  const clock = manualClock()
  const konnect = await demoKonnect(idp.issuer, {}, { clock })
  onTestFinished(() => konnect.app.close())
  const developer = reader(konnect.app)
  await developer.signIn('/portal')
  expect((await developer.open('/portal/my-apps')).url).toBe('/portal/my-apps')
  clock.advance(86_400_000)
  const lost = await developer.send('/portal/application/create', { name: 'typed' })
  expect(lost.url).toBe(`/portal/sign-in?return=${encodeURIComponent('/portal/application/create')}`)
})

test('the host decides which portal it is; the other kind has its pages elsewhere', async ({ konnect }) => {
  const there = await reader(konnect.app, classicHost).open('/portal/sign-in')
  expect(there.url).toMatch(/^\/portal\/classic/)
  const here = await reader(konnect.app, `${demo.ids.portal}.localhost`).open('/portal/classic')
  expect([here.url, here.status]).toEqual(['/portal', 200])
  const nowhere = await reader(konnect.app, 'nobody.localhost').open('/portal')
  expect([nowhere.status, nowhere.text]).toEqual([404, expect.stringContaining('Not Found')])
})

test('the mailbox shows mails of its own portal alone, and no stranger any', async ({ konnect }) => {
  const developer = reader(konnect.app)
  await developer.send('/portal/classic/sign-up', { full_name: 'B', email: 'b@example.com' })
  expect((await developer.open('/portal/mailbox')).text).toContain('No mail yet.')
  expect((await developer.open('/portal/classic/mailbox')).text).toContain('b@example.com')
  const stranger = await konnect.app.inject({ url: '/portal/classic/mailbox', remoteAddress: '10.1.2.3' })
  expect([stranger.statusCode, stranger.body.includes('b@example.com')]).toEqual([403, false])
})

test.for(['sign-in', 'sign-up', 'sign-out', 'application/create'])(
  'a form for %s from elsewhere is refused',
  async (page, { konnect }) => {
    const forged = await reader(konnect.app).send(`/portal/${page}`, {}, { origin: 'http://evil.test' })
    expect([forged.status, forged.text]).toEqual([403, 'This form was sent from another site.'])
  },
)

test('an address that no page has is told as a page', async ({ konnect }) => {
  const page = await reader(konnect.app).open('/portal/classic/nothing')
  expect([page.status, page.headers['content-security-policy'] !== undefined]).toEqual([404, true])
  expect(page.text).toContain('There is no such page here.')
})

test('no exchange keeps a secret that a page was sent or showed', async ({ konnect }) => {
  const developer = reader(konnect.app)
  await developer.signIn('/portal')
  const made = await developer.send('/portal/application/create', { name: 'secretive' })
  const secret = /id="client-secret">([^<]+)</.exec(made.html)?.[1] ?? 'none'
  const kept = JSON.stringify(konnect.levers.exchanges.list())
  expect(kept).toContain('POST /portal/application/create')
  expect([kept.includes(secret), kept.includes('developer-password')]).toEqual([false, false])
})
