import { expect, onTestFinished, test, vi } from 'vitest'
import { ExchangeBus } from '../../kit/exchanges.ts'
import type { Fault } from '../../kit/fault-schema.ts'
import { FaultPlan } from '../../kit/faults.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { listening } from './listening.ts'

/** A server with two routes that answer 200, and its plan. */
async function setUp(...faults: Fault[]) {
  const plan = new FaultPlan()
  const app = mockServer('x', { faults: plan })
  let calls = 0
  app.get('/things/:id', async () => ({ call: ++calls }))
  app.get('/others', async () => ({}))
  app.get('/_mock/health', async () => ({ status: 'ok' }))
  for (const fault of faults) plan.arm(fault)
  return { app, plan, url: await listening(app), calls: () => calls }
}

const route = 'GET /things/:id'

test('an answer takes one call of its route, before the server sees it, and no more', async () => {
  const { url, plan, calls } = await setUp({ route, kind: 'answer', status: 418, body: { error: 'tea' } })
  const other = await fetch(`${url}/others`)
  const first = await fetch(`${url}/things/1`)
  const second = await fetch(`${url}/things/1`)
  expect([other.status, first.status, await first.json(), second.status]).toEqual([200, 418, { error: 'tea' }, 200])
  expect([calls(), plan.unused, plan.list()]).toEqual([
    1,
    [],
    [{ id: 1, route, kind: 'answer', status: 418, body: { error: 'tea' }, hits: 1, seen: 1 }],
  ])
})

test.for<[string, Partial<Fault & { kind: 'answer' }>, [status: number, type: string | null, text: string]]>([
  ['nothing said', {}, [503, 'application/json; charset=utf-8', '{"message":"armed fault"}']],
  ['null', { body: null }, [503, 'application/json; charset=utf-8', 'null']],
  ['text', { body: 'down' }, [503, 'text/plain; charset=utf-8', 'down']],
  ['no content', { status: 204 }, [204, null, '']],
  [
    'a media type of its own',
    { status: 400, body: { a: 1 }, headers: { 'Content-Type': 'application/problem+json' } },
    [400, 'application/problem+json; charset=utf-8', '{"a":1}'],
  ],
])('what an answer is: %s', async ([, fault, expected]) => {
  const { url } = await setUp({ route, kind: 'answer', ...fault })
  const answer = await fetch(`${url}/things/1`)
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual(expected)
})

test('skip lets calls pass first, times takes several', async () => {
  const { url } = await setUp({ route, kind: 'answer', skip: 1, times: 2 })
  const statuses: number[] = []
  for (let call = 0; call < 4; call++) statuses.push((await fetch(`${url}/things/1`)).status)
  expect(statuses).toEqual([200, 503, 503, 200])
})

test('a call that one fault lets pass is for the next', async () => {
  const { url } = await setUp({ route, kind: 'answer', skip: 1, status: 501 }, { route, kind: 'answer', status: 502 })
  const statuses: number[] = []
  for (let call = 0; call < 3; call++) statuses.push((await fetch(`${url}/things/1`)).status)
  expect(statuses).toEqual([502, 501, 200])
})

test('delay lets the call through, late', async () => {
  const { url } = await setUp({ route, kind: 'delay', ms: 60 })
  const started = performance.now()
  expect((await fetch(`${url}/things/1`)).status).toBe(200)
  expect(performance.now() - started).toBeGreaterThan(55)
})

test('a delayed call whose caller has left never reaches the server', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const plan = new FaultPlan()
  plan.arm({ route: 'GET /x', kind: 'delay', ms: 200 })
  const bus = new ExchangeBus()
  const app = mockServer('x', { faults: plan, exchanges: bus })
  let calls = 0
  app.get('/x', async () => ({ call: ++calls }))
  const url = await listening(app)
  const caller = new AbortController()
  const call = fetch(`${url}/x`, { signal: caller.signal })
  await expect.poll(() => plan.list()[0]?.hits, { interval: 1 }).toBe(1)
  caller.abort()
  await expect(call).rejects.toThrow()
  await expect.poll(() => bus.list().map(({ outcome }) => outcome), { interval: 1 }).toEqual(['aborted'])
  vi.advanceTimersByTime(250)
  expect(await (await fetch(`${url}/x`)).json()).toEqual({ call: 1 })
})

test('hang-up cuts the connection without a word', async () => {
  const { url } = await setUp({ route, kind: 'hang-up' })
  await expect(fetch(`${url}/things/1`)).rejects.toThrow('fetch failed')
  expect((await fetch(`${url}/things/1`)).status).toBe(200)
})

test('a call that no route takes can be hit too', async () => {
  const { url } = await setUp({ route: 'unmatched', kind: 'answer', status: 500 })
  expect((await fetch(`${url}/nowhere`)).status).toBe(500)
})

test('levers are never hit', async () => {
  const { url, plan } = await setUp({ route: 'GET /_mock/health', kind: 'answer' })
  expect([(await fetch(`${url}/_mock/health`)).status, plan.unused.length]).toEqual([200, 1])
})

test('a fault that is disarmed takes nothing', async () => {
  const { url, plan } = await setUp({ route, kind: 'answer' }, { route, kind: 'answer' })
  expect([plan.disarm(1), plan.disarm(1), plan.unused.map(({ id }) => id)]).toEqual([true, false, [2]])
  plan.clear()
  expect([plan.empty, (await fetch(`${url}/things/1`)).status]).toEqual([true, 200])
})
