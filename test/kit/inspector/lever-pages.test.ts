import { describe, expect, test } from 'vitest'
import type { App } from '../../../kit/mock-server.ts'
import { pageOf, twoServers } from './rig.ts'

/** Sends a form as a browser does. */
async function send(
  app: App,
  url: string,
  fields: Record<string, string> | string,
  headers: Record<string, string> = {},
) {
  const {
    statusCode,
    body,
    headers: answered,
  } = await app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })
  return { status: statusCode, body, location: answered.location }
}

describe('faults', () => {
  test('are armed at an endpoint of any server of the process, listed with their hits, and disarmed', async () => {
    const { one, two, url } = await twoServers()
    const page = '/_mock/pages/faults?server=one'
    expect((await pageOf(two.app, page)).body).toContain('No fault is armed here.')
    const armed = await send(two.app, page, {
      kind: 'answer',
      endpoint: 'thing',
      status: '418',
      times: 'always',
      body: '{"a":1}',
    })
    expect([armed.status, armed.location]).toEqual([303, '/_mock/pages/faults?server=one&done=armed'])
    expect(one.levers.faults.list()).toEqual([
      { id: 1, kind: 'answer', endpoint: 'thing', status: 418, times: 'always', body: { a: 1 }, hits: 0, seen: 0 },
    ])
    expect((await fetch(`${url}/things/x`, { method: 'POST' })).status).toBe(418)
    const { body } = await pageOf(two.app, String(armed.location))
    expect(body).toContain('The fault is armed.')
    expect(body).toContain('<th scope="row">1 answer</th>')
    expect(body).toContain('<td>1</td>')
    const gone = await send(two.app, '/_mock/pages/faults/disarm?server=one', { id: '1' })
    expect([gone.location, one.levers.faults.empty]).toEqual(['/_mock/pages/faults?server=one&done=disarmed', true])
  })

  test('of every kind have the fields of their kind; a choice alone arms nothing', async () => {
    const { one } = await twoServers()
    const chosen = await send(one.app, '/_mock/pages/faults', { kind: 'rate-limit', _refresh: 'true' })
    expect(chosen.status).toBe(200)
    expect(chosen.body).toContain('<option value="rate-limit" selected>')
    expect(chosen.body).toContain('name="retryAfter"')
    expect(chosen.body).toContain('<option value="thing">')
    expect(one.levers.faults.empty).toBe(true)
  })

  test.for<[string, Record<string, string>, string]>([
    ['a status that is none', { kind: 'answer', endpoint: 'thing', status: '1000' }, 'id="status-error"'],
    ['a number that is none', { kind: 'delay', endpoint: 'thing', ms: 'soon' }, 'id="ms-error"'],
    ['a member too few', { kind: 'rate-limit', endpoint: 'thing' }, 'id="limit-error"'],
    ['an endpoint that is none', { kind: 'answer', endpoint: 'thong' }, 'did you mean &#34;thing&#34;'],
    ['no place', { kind: 'answer' }, 'role="alert"'],
    ['a kind that is none', { kind: 'answr', endpoint: 'thing' }, 'id="kind-error"'],
  ])('are refused at their field for %s, and what was typed is kept', async ([, fields, where]) => {
    const { one } = await twoServers()
    const { status, body } = await send(one.app, '/_mock/pages/faults', fields)
    expect(status).toBe(400)
    expect(body).toContain(where)
    if (fields.status) expect(body).toContain('value="1000"')
    expect(one.levers.faults.empty).toBe(true)
  })
})

describe('clocks', () => {
  test('are moved one or all, frozen, let run and set back', async () => {
    const { one, two } = await twoServers()
    const move = (fields: Record<string, string>) => send(one.app, '/_mock/pages/clock', fields)
    expect((await move({ amount: '2', unit: 'hours', server: '' })).location).toBe('/_mock/pages/clock?done=moved')
    expect([one.levers.clock.now(), two.levers.clock.now()]).toEqual([7_201_000, 7_201_000])
    await move({ amount: '-1.5', unit: 'seconds', server: 'two' })
    expect([one.levers.clock.now(), two.levers.clock.now()]).toEqual([7_201_000, 7_199_500])
    expect((await pageOf(one.app, '/_mock/pages/clock')).body).toContain('1970-01-01T01:59:59.500Z, frozen')
    await move({ what: 'run', server: 'two' })
    expect([one.levers.clock.frozen, two.levers.clock.frozen]).toEqual([true, false])
    await move({ what: 'freeze', server: 'two' })
    expect(two.levers.clock.frozen).toBe(true)
    await move({ what: 'reset', server: 'one' })
    expect(one.levers.clock.now()).toBe(1000)
  })

  test.for(['soon', '', '1e3', '99999999'])('refuse to be moved by "%s" days', async (amount) => {
    const { one } = await twoServers()
    const { status, body } = await send(one.app, '/_mock/pages/clock', { amount, unit: 'days', server: '' })
    expect([status, body]).toEqual([400, expect.stringContaining('id="amount-error"')])
    expect(body).toContain(`value="${amount}"`)
    expect(one.levers.clock.now()).toBe(1000)
  })
})

test('everything of every server is reset at once', async () => {
  const { one, two, resets, bus } = await twoServers()
  await send(one.app, '/_mock/pages/clock', { amount: '2', unit: 'hours', server: '' })
  two.levers.faults.arm({ kind: 'hang', endpoint: 'thing' })
  expect((await send(one.app, '/_mock/pages/reset', {})).location).toBe('/_mock/pages/clock?done=reset')
  expect([resets, two.levers.faults.empty, two.levers.clock.now(), bus.list()]).toEqual([
    ['one', 'two'],
    true,
    1000,
    [],
  ])
})

describe('switches', () => {
  const asTheyAre = { color: 'red', loud: 'true', delayMs: '0', window: '[1,2]' }

  test('stand in a form made of their schema, and are changed there', async () => {
    const { one, two } = await twoServers()
    const { body } = await pageOf(one.app, '/_mock/pages/behaviour?server=two')
    expect(body).toContain('<option value="red" selected>red</option>')
    expect(body).toContain('from and to; default: [1,2]; as JSON, or plain text')
    const { loud: _, ...silent } = { ...asTheyAre, color: 'green', delayMs: '5', window: '[3]' }
    const changed = await send(one.app, '/_mock/pages/behaviour?server=two', silent)
    expect(changed.location).toBe('/_mock/pages/behaviour?server=two&done=changed')
    expect(two.levers.behaviour.current).toEqual({ color: 'green', loud: false, delayMs: 5, window: [3] })
    expect(one.levers.behaviour.current).toEqual({ color: 'red', loud: true, delayMs: 0, window: [1, 2] })
  })

  test.for<[string, string]>([
    ['delayMs', '1.5'],
    ['delayMs', '-1'],
    ['color', 'blue'],
    ['window', 'wide'],
    ['window', '["a"]'],
  ])('refuse %s %s at its field, and change nothing', async ([name, value]) => {
    const { one } = await twoServers()
    const sent = { ...asTheyAre, loud: '', [name]: value }
    const { status, body } = await send(one.app, '/_mock/pages/behaviour', sent)
    expect([status, body]).toEqual([400, expect.stringContaining(`id="${name}-error"`)])
    expect(one.levers.behaviour.current).toEqual({ color: 'red', loud: true, delayMs: 0, window: [1, 2] })
  })
})

describe('quirks', () => {
  const isOn = async ({ levers }: Awaited<ReturnType<typeof twoServers>>['one']) =>
    (await levers.behaviour.quirks.list()).map(({ on }) => on)

  test('are switched on and off', async () => {
    const { one } = await twoServers()
    expect((await pageOf(one.app, '/_mock/pages/quirks')).body).toContain(
      'deaf: hears nothing (ticket 1; fixed in 4.0)',
    )
    expect((await send(one.app, '/_mock/pages/quirks', { on: 'deaf', release: '' })).status).toBe(303)
    expect(await isOn(one)).toEqual([true])
    expect((await pageOf(one.app, '/_mock/pages/quirks')).body).toContain('value="deaf" checked')
    await send(one.app, '/_mock/pages/quirks', { release: '' })
    expect(await isOn(one)).toEqual([false])
    await send(one.app, '/_mock/pages/quirks', { release: '3.9' })
    expect(await isOn(one)).toEqual([true])
  })

  test('of a release that is none are refused at the field', async () => {
    const { one } = await twoServers()
    const { status, body } = await send(one.app, '/_mock/pages/quirks', { on: 'deaf', release: 'newest' })
    expect([status, body]).toEqual([400, expect.stringContaining('id="release-error"')])
    expect(body).toContain('value="newest"')
    expect(await isOn(one)).toEqual([false])
  })
})

describe('a page', () => {
  const posts = ['faults', 'faults/disarm', 'clock', 'reset', 'behaviour', 'quirks'].map(
    (page) => `/_mock/pages/${page}`,
  )

  test.for(posts)('takes no form of another site: %s', async (page) => {
    const { one, resets } = await twoServers()
    const evil = { origin: 'http://evil.test', 'sec-fetch-site': 'same-site' }
    expect((await send(one.app, page, { kind: 'hang', endpoint: 'thing', amount: '1' }, evil)).status).toBe(403)
    expect([resets, one.levers.faults.empty, one.levers.clock.now()]).toEqual([[], true, 1000])
  })

  test.for(['faults', 'behaviour', 'quirks'])(
    'about a server that is not there says which there are: %s',
    async (page) => {
      const { one } = await twoServers()
      const { status, body } = await pageOf(one.app, `/_mock/pages/${page}?server=three`)
      expect([status, body]).toEqual([404, expect.stringContaining('No server &#34;three&#34; here: one, two.')])
    },
  )

  test('takes nothing but forms, and answers what it cannot read', async () => {
    const { one } = await twoServers()
    expect((await send(one.app, '/_mock/pages/clock', '<a/>', { 'content-type': 'text/xml' })).status).toBe(415)
    expect((await send(one.app, '/_mock/pages/faults', '%%%=&kind=answer&kind=hang')).status).toBe(400)
  })
})
