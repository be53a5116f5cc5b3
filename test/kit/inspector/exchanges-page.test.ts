import { expect, test } from 'vitest'
import { pageOf, post, twoServers } from './rig.ts'

const flow = (digit: string) => digit.repeat(32)
const evil = '<script>alert(1)</script>'

/** The names of the flows in a page, in its order. */
const names = (body: string) => [...body.matchAll(/<\/time> ([^<]+)</g)].map(([, name]) => name?.replace('&#62;', '>'))

test('flows of all servers stand in the page of each, the newest first, every exchange with what there is to know', async () => {
  const { one, two, url, twoUrl, bus } = await twoServers()
  await post(url, 'first', { trace: flow('a') })
  await post(twoUrl, 'wrong', { trace: flow('b') })
  await expect.poll(() => bus.latest).toBe(2)
  for (const { app } of [one, two]) {
    const { status, body, headers } = await pageOf(app, '/_mock/')
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(names(body)).toEqual(['two: POST /things/wrong → 409', 'one: POST /things/first → 200'])
    expect(body).toContain('<strong>thing.wrong</strong>: choose &#60;another&#62; thing')
    expect(body).toContain('<p class="warns">nobody should do this</p>')
    expect(body).toContain('<li>looks at the thing</li><li>it is first</li>')
    expect(body).toContain('&#34;client_secret&#34;: &#34;***&#34;')
    expect(body).not.toContain('hush')
    expect(body.match(/<svg class="sequence" role="group"/g)).toHaveLength(2)
  }
})

test('whatever a caller sends is shown as that', async () => {
  const { one, url, bus } = await twoServers()
  await post(url, encodeURIComponent(evil), { headers: { 'x-evil': evil } })
  await expect.poll(() => bus.latest).toBe(1)
  const { body } = await pageOf(one.app, `/_mock/?text=${encodeURIComponent(evil)}`)
  expect(names(body)).toHaveLength(1)
  expect(body).toContain('x-evil: &#60;script&#62;alert(1)')
  expect(body).not.toContain(evil)
  expect(body).not.toMatch(/<script(?![^>]* src="\/_mock\/_assets\/)|style="|onclick=/)
})

test.for<[string, string[]]>([
  ['', ['right', 'wrong', 'mine']],
  ['server=two', ['wrong']],
  ['status=409', ['wrong']],
  ['status=2xx', ['right', 'mine']],
  ['status=aborted', []],
  ['reason=thing.wrong', ['wrong']],
  ['reason=thing', ['wrong']],
  ['reason=thi', []],
  ['text=NOBODY+should', ['wrong']],
  ['client=me', ['mine']],
  ['client=client-of-right', ['right']],
  ['application=mine', ['mine']],
  ['status=409&server=one', []],
  [`trace=${flow('b')}`, ['wrong']],
])('a search for "%s" finds %s', async ([query, found]) => {
  const { one, url, twoUrl, bus } = await twoServers()
  await post(url, 'mine', { trace: flow('c'), headers: { 'x-client': 'me' } })
  await post(twoUrl, 'wrong', { trace: flow('b') })
  await post(url, 'right', { trace: flow('a') })
  await expect.poll(() => bus.latest).toBe(3)
  const { body } = await pageOf(one.app, `/_mock/?${query}`)
  expect(names(body).map((name) => name?.match(/things\/(\w+)/)?.[1])).toEqual(found)
})

test('an application is found by what its clients do, too', async () => {
  const { one, url, twoUrl, bus } = await twoServers()
  await post(url, 'billing', { trace: flow('a') })
  await post(twoUrl, 'elsewhere', { trace: flow('b'), headers: { 'x-client': 'client-of-billing' } })
  await post(twoUrl, 'other', { trace: flow('c') })
  await expect.poll(() => bus.latest).toBe(3)
  const { body } = await pageOf(one.app, '/_mock/?application=billing')
  expect(names(body)).toHaveLength(2)
})

test('a search that no exchange can be like is refused at its field, and what was typed stays', async () => {
  const { one } = await twoServers()
  const { status, body } = await pageOf(one.app, '/_mock/?status=teapot&reason=gateway.basic')
  expect(status).toBe(400)
  expect(body).toMatch(/name="status" id="status" value="teapot" [^>]*aria-describedby="status-error"/)
  expect(body).toContain('id="status-error" class="refusal">must match pattern')
  expect(body).toMatch(/name="reason" id="reason" value="gateway.basic"/)
})

test('a page that there cannot be is refused in words', async () => {
  const { one } = await twoServers()
  const { status, body } = await pageOf(one.app, '/_mock/?secrets=maybe')
  expect([status, body]).toEqual([400, expect.stringContaining('<p role="alert">secrets: ')])
})

test('ten flows stand on a page, and the older ones on the next', async () => {
  const { one, url, bus } = await twoServers()
  for (let at = 1; at <= 12; at++) await post(url, `t${at}`)
  await expect.poll(() => bus.latest).toBe(12)
  const first = await pageOf(one.app, '/_mock/')
  expect(names(first.body).map((name) => name?.match(/t\d+/)?.[0])).toEqual(
    Array.from({ length: 10 }, (_, at) => `t${12 - at}`),
  )
  const older = /<a href="([^"]+)">Older/.exec(first.body)?.[1] ?? ''
  const second = await pageOf(one.app, older)
  expect(names(second.body)).toEqual(['one: POST /things/t2 → 200', 'one: POST /things/t1 → 200'])
  expect(second.body).not.toContain('>Older<')
  expect(second.body).not.toContain('sse-connect')
})

test('of a bus that was full it is said how many went', async () => {
  const { one, url, bus } = await twoServers({ capacity: 2 })
  for (const id of ['a', 'b', 'c']) await post(url, id)
  await expect.poll(() => bus.latest).toBe(3)
  expect((await pageOf(one.app, '/_mock/')).body).toContain('The last 2 exchanges are kept; 1 went before.')
})

test('secrets are shown on one click, to callers on loopback alone, and to nobody in a download', async () => {
  const { one, url, bus } = await twoServers()
  await post(url, 'x', { headers: { authorization: 'Bearer very-secret' } })
  await expect.poll(() => bus.latest).toBe(1)
  const { body } = await pageOf(one.app, '/_mock/?secrets=shown')
  expect(body).toContain('authorization: Bearer very-secret')
  expect(body).toContain('&#34;client_secret&#34;: &#34;hush&#34;')
  expect(body).toContain('Secrets are shown on this page')
  const from = (path: string) =>
    one.app.inject({ url: path, remoteAddress: '10.0.0.1', headers: { authorization: 'Bearer let-me-in' } })
  expect((await from('/_mock/')).statusCode).toBe(200)
  expect((await from('/_mock/?secrets=shown')).statusCode).toBe(403)
  expect((await from('/_mock/exchanges?secrets=true')).statusCode).toBe(403)
  for (const [, href = ''] of body.matchAll(/href="(\/_mock\/exchanges\?[^"]*)"/g)) {
    expect((await pageOf(one.app, href.replaceAll('&#38;', '&'))).body).not.toMatch(/very-secret|hush/)
  }
  expect((await pageOf(one.app, '/_mock/exchanges?secrets=true&format=har')).body).toContain('very-secret')
})

test('callers from elsewhere without the control token see nothing', async () => {
  const { one } = await twoServers()
  const seen = async (path: string) => {
    const { status, headers } = await pageOf(one.app, path, '10.0.0.1')
    return [status, headers.location]
  }
  expect(await seen('/_mock/')).toEqual([303, '/_mock/sign-in?return=%2F_mock%2F'])
  expect(await seen('/_mock/pages/faults?server=one')).toEqual([
    303,
    '/_mock/sign-in?return=%2F_mock%2Fpages%2Ffaults%3Fserver%3Done',
  ])
  for (const path of ['/_mock/exchanges', '/_mock/exchanges/stream', '/_mock/state'])
    expect(await seen(path)).toEqual([403, undefined])
})

test('looking is not recorded', async () => {
  const { one, bus } = await twoServers()
  for (const path of ['/_mock', '/_mock/', '/_mock/?text=x', '/_mock/_assets/inspector.css', '/_mock/nothing']) {
    await pageOf(one.app, path)
  }
  expect(bus.latest).toBe(0)
})
