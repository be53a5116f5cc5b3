import { expect, test } from 'vitest'
import { controlPlane } from '../../kit/control-plane.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { Switches, setUp } from './levers.ts'
import { listening } from './listening.ts'

test('health says which server answers', async () => {
  const { call } = await setUp()
  expect(await call('GET', '/health')).toEqual([200, { status: 'ok', server: 'curity' }])
})

test('exchanges are listed, filtered as asked', async () => {
  const { call, url, levers } = await setUp()
  await fetch(`${url}/things/1`)
  await fetch(`${url}/things/2`)
  await expect.poll(() => levers.exchanges.list(), { interval: 1 }).toHaveLength(2)
  expect(await call('GET', '/exchanges?after=1&route=GET%20/things/:id')).toEqual([
    200,
    { exchanges: levers.exchanges.list().slice(1), dropped: 0 },
  ])
  expect(await call('GET', '/exchanges?after=x')).toEqual([400, { message: expect.stringContaining('after') }])
})

test('state is given without secrets unless they are asked for, and can be loaded', async () => {
  const { call } = await setUp()
  expect(await call('PUT', '/state', { known: 'other' })).toEqual([204, undefined])
  expect(await call('GET', '/state')).toEqual([200, { known: 'other', secrets: false }])
  expect(await call('GET', '/state?secrets=true')).toEqual([200, { known: 'other', secrets: true }])
})

test.for<[string, unknown]>([
  ['not of this server', { known: 5 }],
  ['null', null],
])('refuses a state that is %s, and keeps what it has', async ([, document]) => {
  const { call } = await setUp()
  expect(await call('PUT', '/state', document)).toEqual([
    400,
    { message: 'state:\n  known: must be text', complaints: [{ path: 'known', expected: 'must be text' }] },
  ])
  expect(await call('GET', '/state')).toEqual([200, { known: 'start', secrets: false }])
})

test('a reset brings back the start: state, exchanges, faults, clock and switches', async () => {
  const { call, url, levers } = await setUp()
  await call('PUT', '/state', { known: 'other' })
  await call('POST', '/faults', { route: 'GET /things/:id', kind: 'answer' })
  await call('POST', '/clock', { advance: 5 })
  await call('PATCH', '/behaviour', { rawBasic: 'refuse' })
  await fetch(`${url}/things/1`)
  await expect.poll(() => levers.exchanges.list(), { interval: 1 }).toHaveLength(1)
  expect(await call('POST', '/reset')).toEqual([204, undefined])
  expect([
    await call('GET', '/state'),
    await call('GET', '/exchanges'),
    await call('GET', '/faults'),
    await call('GET', '/clock'),
    levers.behaviour.current,
  ]).toEqual([
    [200, { known: 'start', secrets: false }],
    [200, { exchanges: [], dropped: 0 }],
    [200, { faults: [], endpoints: {} }],
    [200, { now: 1000, frozen: true, offset: expect.any(Number) }],
    { rawBasic: 'accept' },
  ])
})

test('a fault is armed, hits, is listed with its hits, and is disarmed', async () => {
  const { call, url } = await setUp()
  const fault = { route: 'GET /things/:id', kind: 'answer', status: 502, times: 2 }
  expect(await call('POST', '/faults', fault)).toEqual([201, { ...fault, id: 1, hits: 0, seen: 0 }])
  expect((await fetch(`${url}/things/1`)).status).toBe(502)
  expect(await call('GET', '/faults')).toEqual([
    200,
    { faults: [{ ...fault, id: 1, hits: 1, seen: 1 }], endpoints: {} },
  ])
  expect(await call('DELETE', '/faults/1')).toEqual([204, undefined])
  expect(await call('DELETE', '/faults/1')).toEqual([404, { message: 'no fault with this id is armed' }])
  expect((await fetch(`${url}/things/1`)).status).toBe(200)
  await call('POST', '/faults', fault)
  expect(await call('DELETE', '/faults')).toEqual([204, undefined])
  expect(await call('GET', '/faults')).toEqual([200, { faults: [], endpoints: {} }])
})

test.for<[string, unknown, { path: string; expected: string }]>([
  [
    'on a route that is none, with the nearest that is',
    { route: 'GET /thing/:id', kind: 'delay' },
    { path: 'route', expected: 'no such route (did you mean "GET /things/:id"?)' },
  ],
  [
    'of an unknown kind',
    { route: 'GET /things/:id', kind: 'x' },
    { path: 'kind', expected: expect.stringContaining('no such kind (there are: answer, delay, hang') },
  ],
  [
    'on a lever',
    { route: 'GET /_mock/health', kind: 'delay' },
    { path: 'route', expected: expect.stringContaining('no such route') },
  ],
  [
    'with a header whose name is none',
    { route: 'GET /things/:id', kind: 'answer', headers: { 'x a': 'b' } },
    { path: 'headers.x a', expected: 'no such setting' },
  ],
  [
    'with a header whose value is none',
    { route: 'GET /things/:id', kind: 'answer', headers: { 'x-a': 'b\r\nc: d' } },
    { path: 'headers.x-a', expected: expect.stringContaining('must match') },
  ],
])('refuses a fault %s', async ([, fault, complaint]) => {
  const { call, levers } = await setUp()
  const [status, body] = await call('POST', '/faults', fault)
  expect([status, body.complaints, levers.faults.empty]).toEqual([400, [complaint], true])
})

test('the clock is moved, frozen, let go and reset', async () => {
  const { call, levers } = await setUp()
  expect((await call('POST', '/clock', { advance: 500 }))[1]).toMatchObject({ now: 1500, frozen: true })
  expect((await call('POST', '/clock', { freeze: 2000 }))[1]).toMatchObject({ now: 2000, frozen: true })
  expect((await call('POST', '/clock', { freeze: false }))[1]).toMatchObject({ frozen: false })
  expect((await call('POST', '/clock', { freeze: true }))[1]).toMatchObject({ frozen: true })
  expect((await call('POST', '/clock', { reset: true, advance: 1 }))[1]).toMatchObject({ now: 1001 })
  expect(levers.clock.now()).toBe(1001)
})

test.for([{ advance: '5' }, { advance: 1e20 }, { freeze: -1 }, { freeze: 1e16 }, { forward: 5 }, [], null])(
  'refuses to set the clock by %j, and lets it be',
  async (change) => {
    const { call, levers } = await setUp()
    expect((await call('POST', '/clock', change))[0]).toBe(400)
    expect(levers.clock.now()).toBe(1000)
  },
)

test('switches are read with their schema and changed', async () => {
  const { call } = await setUp()
  expect(await call('GET', '/behaviour')).toEqual([
    200,
    { behaviour: { rawBasic: 'accept' }, schema: JSON.parse(JSON.stringify(Switches)) },
  ])
  expect(await call('PATCH', '/behaviour', { rawBasic: 'refuse' })).toEqual([
    200,
    { behaviour: { rawBasic: 'refuse' } },
  ])
})

test.for([{ rawBasik: 'refuse' }, { rawBasic: 'x' }, { rawBasic: null }, [], null])(
  'refuses the switches %j, and changes nothing',
  async (change) => {
    const { call, levers } = await setUp()
    const [status, body] = await call('PATCH', '/behaviour', change)
    expect([status, body.complaints.length, levers.behaviour.current]).toEqual([400, 1, { rawBasic: 'accept' }])
  },
)

test('a body that is no JSON is refused, and nothing happens', async () => {
  const { call } = await setUp()
  expect(await call('POST', '/clock', '{"advance":')).toEqual([400, { message: expect.any(String) }])
})

test('levers on an admin port arm faults of the application that they belong to', async () => {
  const { levers } = await setUp()
  const admin = mockServer('gateway-admin')
  controlPlane(admin, { levers, faultable: () => ['GET /*'] })
  const url = await listening(admin)
  const arm = (route: string) =>
    fetch(`${url}/_mock/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ route, kind: 'delay' }),
    })
  expect([(await arm('GET /*')).status, (await arm('GET /_mock/health')).status]).toEqual([201, 400])
})
