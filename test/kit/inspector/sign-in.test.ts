import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { ExchangeBus } from '../../../kit/exchanges.ts'
import { type App, mockServer } from '../../../kit/mock-server.ts'
import { server } from './rig.ts'

const elsewhere = '10.0.0.1'
const token = 'let-me-in'

/** A browser on another machine, with the cookies it was given. */
function browserAt(app: App) {
  const cookies = new Map<string, string>()
  const go = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>, more: object = {}) => {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const answer = await app.inject({
      ...{ method, url, remoteAddress: elsewhere },
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...more },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    })
    for (const { name, value } of answer.cookies) value === '' ? cookies.delete(name) : cookies.set(name, value)
    return { status: answer.statusCode, to: answer.headers.location, html: answer.body, answer }
  }
  return {
    cookies,
    get: (url: string) => go('GET', url),
    post: (url: string, form: Record<string, string> = {}, more: object = {}) => go('POST', url, form, more),
    signIn: (typed = token, back = '/_mock/') => go('POST', '/_mock/sign-in', { token: typed, return: back }),
  }
}
const stranger = () => browserAt(server('one', new ExchangeBus()).app)

describe('a browser that is not on this machine', () => {
  test('is asked for the control token, and led back to where it was', async () => {
    const at = stranger()
    const asked = await at.get('/_mock/?status=401')
    expect([asked.status, asked.to]).toEqual([303, '/_mock/sign-in?return=%2F_mock%2F%3Fstatus%3D401'])
    const form = await at.get(asked.to ?? '')
    expect(form.html).toContain('name="return" value="/_mock/?status=401"')
    const style = /<link rel="stylesheet" href="([^"]*)"/.exec(form.html)?.[1] ?? ''
    expect([style, (await at.get(style)).status]).toEqual(['/_mock/_assets/pico.css', 200])
    const entered = await at.signIn(token, '/_mock/?status=401')
    expect([entered.status, entered.to]).toEqual([303, '/_mock/?status=401'])
    expect((await at.get('/_mock/')).status).toBe(200)
  })

  test('keeps its sign-in in a cookie that is out of reach of scripts and other sites, and holds no token', async () => {
    const { answer } = await stranger().signIn()
    expect([answer.headers['set-cookie']].flat().join('\n')).toMatch(
      /^levers-[0-9a-f]{8}=\d+\.[\w-]{43}; Path=\/_mock; HttpOnly; SameSite=Strict$/,
    )
    expect(JSON.stringify(answer.headers)).not.toContain(token)
  })

  test.for(['wrong', '', 'let-me-in ', 'LET-ME-IN'])('is refused with the token "%s"', async (typed) => {
    const at = stranger()
    const { status, html } = await at.signIn(typed, '/_mock/pages/clock')
    expect([status, at.cookies.size]).toEqual([401, 0])
    expect(html).toContain(typed === '' ? 'the control token is needed' : 'this is not the control token')
    expect(html).toContain('name="return" value="/_mock/pages/clock"')
    expect(html).not.toContain('LET-ME-IN')
  })

  test.for(['https://evil.test/', '//evil.test', '/v2/portals', '/_mocked'])(
    'is led to no other place: %s',
    async (place) => {
      expect((await stranger().signIn(token, place)).to).toBe('/_mock/')
    },
  )

  test.for(['levers-00000000=9999999999999.AAAA', '%00', '9999999999999.'])('is not let in by %s', async (made) => {
    const at = stranger()
    await at.signIn()
    const [name = ''] = at.cookies.keys()
    at.cookies.set(name, made)
    expect((await at.get('/_mock/')).status).toBe(303)
    const [, mac] = (await stranger().signIn()).answer.cookies[0]?.value.split('.') ?? []
    at.cookies.set(name, `9999999999999.${mac}`)
    expect((await at.get('/_mock/')).status, 'a longer time with a shorter one’s seal').toBe(303)
  })

  test('sees what the pages read, pulls levers by the pages, and changes nothing by the levers themselves', async () => {
    const at = stranger()
    await at.signIn()
    for (const path of ['/_mock/exchanges', '/_mock/faults', '/_mock/clock'])
      expect((await at.get(path)).status).toBe(200)
    expect((await at.post('/_mock/pages/clock', { what: 'freeze', server: 'one' })).status).toBe(303)
    expect((await at.post('/_mock/reset')).status).toBe(403)
    expect((await at.get('/_mock/?secrets=shown')).status).toBe(403)
  })

  test.for([{ origin: 'https://evil.test' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'cross-site' }])(
    'sends no form from elsewhere: %o',
    async (from) => {
      const at = stranger()
      await at.signIn()
      for (const path of ['/_mock/pages/clock', '/_mock/pages/reset', '/_mock/sign-in', '/_mock/sign-out'])
        expect((await at.post(path, { token }, from)).status).toBe(403)
    },
  )

  test('signs out', async () => {
    const at = stranger()
    await at.signIn()
    expect((await at.get('/_mock/')).html).toContain('action="/_mock/sign-out"')
    expect((await at.post('/_mock/sign-out')).to).toBe('/_mock/sign-in')
    expect((await at.get('/_mock/')).status).toBe(303)
  })

  test('finds what it had typed when its sign-in was over', async () => {
    const at = stranger()
    const typed = { kind: 'delay', endpoint: 'thing', ms: '70', requestHeaders: '{"authorization":"Bearer hush"}' }
    const lost = await at.post('/_mock/pages/faults?server=one', typed)
    expect([lost.status, lost.to]).toEqual([303, '/_mock/sign-in?return=%2F_mock%2Fpages%2Ffaults%3Fserver%3Done'])
    await at.signIn(token, '/_mock/pages/faults?server=one')
    const { html } = await at.get('/_mock/pages/faults?server=one')
    expect(html).toContain('What you typed is still here')
    expect(html).toMatch(/<option value="delay" selected>.*name="ms"[^>]* value="70"/s)
    expect(html).not.toContain('hush')
    expect((await at.get('/_mock/pages/faults?server=one')).html).not.toContain('value="70"')
  })
})

test('one sign-in opens every server with the same control token, and none with another', async () => {
  const at = stranger()
  await at.signIn()
  const same = browserAt(server('two', new ExchangeBus()).app)
  for (const [name, value] of at.cookies) same.cookies.set(name, value)
  expect((await same.get('/_mock/')).status).toBe(200)
  const other = browserAt(server('three', new ExchangeBus(), undefined, { controlToken: 'another' }).app)
  for (const [name, value] of at.cookies) other.cookies.set(name, value)
  expect((await other.get('/_mock/')).status).toBe(303)
})

test('without a control token nobody from elsewhere gets in', async () => {
  const at = browserAt(server('one', new ExchangeBus(), undefined, { controlToken: undefined }).app)
  expect((await at.get('/_mock/')).status).toBe(403)
  expect((await at.get('/_mock/sign-in')).html).toContain('elsewhere only with MOCK_CONTROL_TOKEN')
  for (const typed of ['', 'undefined']) expect((await at.signIn(typed)).status).toBe(401)
})

test('the icon that browsers ask for is served, recorded nowhere, and hit by no fault', async () => {
  const exchanges = new ExchangeBus()
  const app = mockServer('one', { clock: manualClock(0), exchanges, icon: true })
  const { statusCode, headers, body } = await app.inject('/favicon.ico')
  expect([statusCode, headers['content-type'], body.slice(0, 4), exchanges.latest]).toEqual([
    200,
    'image/svg+xml',
    '<svg',
    0,
  ])
  expect((await mockServer('two', { exchanges }).inject('/favicon.ico')).statusCode).toBe(404)
})
