import { expect, test } from 'vitest'
import { application, basic, good, type Reply, type Rig, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

const other = { authorization: basic('app-2', 'secret-2') }

/** A rig whose requests are limited, with a second application. */
async function limited(config: Line, extra: Line = {}): Promise<Rig> {
  const rig = await startRig()
  rig.idp.clients.set('app-2', 'secret-2')
  const plugins = [{ id: 'plugin-1', name: 'rate-limiting', enabled: true, config, ...extra }]
  const applications = [application(), application({ id: 'application-2', client_id: 'app-2' })]
  await rig.received(rig.control.push({ set: { plugins, applications } }))
  return rig
}

/** Statuses of calls one after another. */
async function statuses(rig: Rig, ...calls: [headers: Record<string, string>, path?: string][]): Promise<number[]> {
  const all: number[] = []
  for (const [headers, path] of calls) all.push((await rig.call(path, { headers })).status)
  return all
}

/** The headers that limits are about. */
const limits = ({ headers }: Reply) =>
  Object.fromEntries([...headers].filter(([name]) => name.includes('ratelimit') || name === 'retry-after'))

test('lets so many requests of a window through, and tells each what is left', async () => {
  const rig = await limited({ minute: 2, hour: 100 })
  rig.clock.advance(15_000)
  const replies = [await rig.call('/orders', { headers: good }), await rig.call('/orders', { headers: good })]
  expect(replies.map(limits)).toEqual(
    [1, 0].map((left) => ({
      ...{ 'x-ratelimit-limit-minute': '2', 'x-ratelimit-remaining-minute': String(left) },
      ...{ 'x-ratelimit-limit-hour': '100', 'x-ratelimit-remaining-hour': String(98 + left) },
      ...{ 'ratelimit-limit': '2', 'ratelimit-remaining': String(left), 'ratelimit-reset': '45' },
    })),
  )
  const upstreamCalls = rig.upstream.seen.length
  const refused = await rig.call('/orders', { headers: good })
  expect([refused.status, refused.reason, rig.upstream.seen.length]).toEqual([
    429,
    'gateway.rate-limited',
    upstreamCalls,
  ])
  expect(refused.body).toEqual({
    message: 'API rate limit exceeded',
    request_id: refused.headers.get('x-kong-request-id'),
  })
  expect(limits(refused)).toEqual({
    ...{ 'x-ratelimit-limit-minute': '2', 'x-ratelimit-remaining-minute': '0' },
    ...{ 'x-ratelimit-limit-hour': '100', 'x-ratelimit-remaining-hour': '98' },
    ...{ 'ratelimit-limit': '2', 'ratelimit-remaining': '0', 'ratelimit-reset': '45', 'retry-after': '45' },
  })
  rig.clock.advance(45_000)
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
})

test('counts who is let in, each by itself; a refused caller not at all', async () => {
  const rig = await limited({ minute: 1 })
  expect(await statuses(rig, [{}], [good], [{}], [other], [good], [other])).toEqual([401, 200, 401, 200, 429, 429])
})

test.for<[string, Line, [Record<string, string>, string?][], number[]]>([
  ['ip', { limit_by: 'ip' }, [[good], [other]], [200, 429]],
  ['service', { limit_by: 'service' }, [[good], [other]], [200, 429]],
  ['credential', { limit_by: 'credential' }, [[good], [other], [good]], [200, 200, 429]],
  [
    'header',
    { limit_by: 'header', header_name: 'X-Tenant' },
    [[{ ...good, 'x-tenant': 'a' }], [{ ...good, 'x-tenant': 'b' }], [{ ...other, 'x-tenant': 'a' }], [good], [other]],
    [200, 200, 429, 200, 429],
  ],
  [
    'path',
    { limit_by: 'path', path: '/orders/7' },
    [
      [good, '/orders/7'],
      [other, '/orders/7'],
      [good, '/orders/8'],
      [other, '/orders/9'],
    ],
    [200, 429, 200, 429],
  ],
])('counts by %s', async ([, config, calls, expected]) => {
  expect(await statuses(await limited({ minute: 1, ...config }), ...calls)).toEqual(expected)
})

test('says nothing of its limits when told to hide them, and refuses in words of its own', async () => {
  const rig = await limited({ second: 1, hide_client_headers: true, error_code: 503, error_message: 'Later.' })
  const first = await rig.call('/orders', { headers: good })
  const second = await rig.call('/orders', { headers: good })
  expect([first, second].map(limits)).toEqual([{}, {}])
  expect([second.status, second.body]).toMatchObject([503, { message: 'Later.' }])
})

test.for([
  ['second', '2026-01-31T23:59:58.500Z', 500],
  ['hour', '2026-01-31T23:00:01.000Z', 3_599_000],
  ['day', '2026-01-31T00:00:00.000Z', 86_400_000],
  ['month', '2026-01-31T00:00:00.000Z', 86_400_000],
  ['year', '2026-12-31T00:00:00.000Z', 86_400_000],
] as const)('a window of a %s ends where the next one begins', async ([window, from, ms]) => {
  const rig = await limited({ [window]: 1, limit_by: 'ip' })
  await rig.received(rig.control.push({ removed: { guards: ['guard-1'] } }))
  rig.clock.advance(Date.parse(from) - rig.clock.now())
  expect(await statuses(rig, [{}], [{}])).toEqual([200, 429])
  rig.clock.advance(ms - 1)
  expect(await statuses(rig, [{}])).toEqual([429])
  rig.clock.advance(1)
  expect(await statuses(rig, [{}])).toEqual([200])
})

test('counts outlive a change of the configuration, not a restart', async () => {
  const rig = await limited({ minute: 1 })
  expect(await statuses(rig, [good])).toEqual([200])
  const plugins = [{ id: 'plugin-1', name: 'rate-limiting', enabled: true, config: { minute: 2 } }]
  await rig.received(rig.control.push({ set: { plugins } }))
  expect(await statuses(rig, [good], [good])).toEqual([200, 429])
  await rig.admin('/_mock/restart', { method: 'POST' })
  expect(await statuses(rig, [good])).toEqual([200])
})

test('another policy than local counts here too, and is named on every exchange', async () => {
  const rig = await limited({ minute: 1, policy: 'redis' })
  expect(await statuses(rig, [good], [good])).toEqual([200, 429])
  expect(rig.exchanges.list().map(({ warnings }) => warnings)).toEqual(
    Array(2).fill(['gateway-sim counts for rate-limiting on each node by itself, whatever its policy (redis)']),
  )
})
