import { connect } from 'node:net'
import Type from 'typebox'
import { expect, test } from 'vitest'
import { adjustableClock, manualClock } from '../../kit/clock.ts'
import { type Exchange, ExchangeBus, type Recorded } from '../../kit/exchanges.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { explain, warn } from '../../kit/recorder.ts'
import { listening } from './listening.ts'

const exchange = (server: string, route = 'GET /'): Omit<Exchange, 'id'> => ({
  server,
  at: 0,
  arrived: 0,
  ms: 0,
  route,
  trace: { id: '1'.repeat(32), span: '2'.repeat(16) },
  request: { method: 'GET', url: '/', headers: {}, rawHeaders: [] },
  response: { status: 200, headers: {}, rawHeaders: [] },
  outcome: 'answered',
  warnings: [],
})

const recorded = (...given: Parameters<typeof exchange>): Recorded => {
  const told = exchange(...given)
  return {
    ...{
      server: told.server,
      trace: told.trace,
      status: told.response.status,
      outcome: told.outcome,
      reason: undefined,
    },
    ...{ client: () => undefined, mayHold: () => true, told: () => told },
  }
}

/** The one exchange that the bus has by now. */
async function only(bus: ExchangeBus): Promise<Exchange | undefined> {
  await expect.poll(() => bus.list(), { interval: 1 }).toHaveLength(1)
  return bus.list()[0]
}

test('a full bus lets the oldest go, counts them, and goes on counting', () => {
  const bus = new ExchangeBus({ capacity: 2 })
  for (const server of ['a', 'b', 'c']) bus.publish(recorded(server))
  expect([bus.list().map(({ id, server }) => [id, server]), bus.dropped]).toEqual([
    [
      [2, 'b'],
      [3, 'c'],
    ],
    1,
  ])
  bus.clear()
  bus.publish(recorded('d'))
  expect([bus.list().map(({ id }) => id), bus.dropped]).toEqual([[4], 0])
})

test('a bus is asked by server, by route, and for what is new', () => {
  const bus = new ExchangeBus()
  bus.publish(recorded('a', 'GET /x'))
  bus.publish(recorded('b', 'GET /x'))
  bus.publish(recorded('b', 'GET /y'))
  const ids = (filter: Parameters<ExchangeBus['list']>[0]) => bus.list(filter).map(({ id }) => id)
  expect([ids({ server: 'b' }), ids({ route: 'GET /x' }), ids({ server: 'b', after: 2 })]).toEqual([
    [2, 3],
    [1, 2],
    [3],
  ])
})

test('a listener hears each exchange once, until it is done', () => {
  const bus = new ExchangeBus()
  const heard: number[] = []
  const end = bus.subscribe(({ id }) => heard.push(id))
  bus.publish(recorded('a'))
  end()
  bus.publish(recorded('a'))
  expect(heard).toEqual([1])
})

test('a call is published whole: when, where, what came and what went, masked', async () => {
  const bus = new ExchangeBus()
  const app = mockServer('curity', { exchanges: bus, clock: manualClock(5000) })
  app.post('/token/:id', async (request, reply) => {
    warn(request, 'should not be relied on')
    reply.header('set-cookie', ['a=1; Path=/', 'b=2'])
    return reply.code(201).send({ access_token: 'abc', id: 1 })
  })
  const url = await listening(app)
  await fetch(`${url}/token/7?client_secret=x`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Basic YTpi' },
    body: '{"password":"p","a":[1]}',
  })
  const published = await only(bus)
  expect(published).toMatchObject({
    id: 1,
    server: 'curity',
    at: 5000,
    route: 'POST /token/:id',
    request: {
      method: 'POST',
      url: '/token/7?client_secret=***',
      headers: { authorization: 'Basic ***', 'content-type': 'application/json' },
      body: '{"password":"***","a":[1]}',
    },
    response: {
      status: 201,
      headers: { 'content-type': 'application/json; charset=utf-8', 'set-cookie': ['a=***; Path=/', 'b=***'] },
      body: '{"access_token":"***","id":1}',
    },
    outcome: 'answered',
    warnings: ['should not be relied on'],
  })
  expect(published?.ms).toBeGreaterThan(0)
})

test('a call that no route takes is published as unmatched', async () => {
  const bus = new ExchangeBus()
  const url = await listening(mockServer('x', { exchanges: bus }))
  await fetch(`${url}/nowhere`)
  expect(await only(bus)).toMatchObject({ route: 'unmatched', response: { status: 404 } })
})

test('a call whose caller hangs up is published as aborted', async () => {
  const bus = new ExchangeBus()
  const app = mockServer('x', { exchanges: bus })
  const got = Promise.withResolvers<void>()
  app.get('/slow', () => {
    got.resolve()
    return new Promise(() => undefined)
  })
  const { port } = new URL(await listening(app))
  const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined)
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n')
  await got.promise
  socket.destroy()
  expect(await only(bus)).toMatchObject({ route: 'GET /slow', outcome: 'aborted' })
})

test('a body that is too long, empty, or nested past all measure is not kept, and does no harm', async () => {
  const bus = new ExchangeBus()
  const app = mockServer('x', { exchanges: bus })
  app.post('/x', async () => ({}))
  const url = await listening(app)
  const post = (body: string) =>
    fetch(`${url}/x`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  const answers = [
    await post(JSON.stringify('a'.repeat(70_000))),
    await post(deep),
    await fetch(`${url}/x`, { method: 'POST' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  await expect.poll(() => bus.list(), { interval: 1 }).toHaveLength(3)
  expect(bus.list().map(({ request }) => request.body)).toEqual([undefined, undefined, undefined])
})

test('calls of levers are no traffic, and are not published', async () => {
  const bus = new ExchangeBus()
  const app = mockServer('x', { exchanges: bus })
  app.get('/_mock/state', async () => ({ keys: 'many' }))
  app.get('/x', async () => ({}))
  const url = await listening(app)
  await fetch(`${url}/_mock/state`)
  await fetch(`${url}/x`)
  expect(await only(bus)).toMatchObject({ route: 'GET /x' })
})

test('a refusal is explained in the exchange, and to the caller that asks for it', async () => {
  const bus = new ExchangeBus()
  const app = mockServer('x', { exchanges: bus })
  const reason = { code: 'x.no', advice: 'say „bitte“: \ud800, 50 %' }
  app.get('/no', async (request, reply) => {
    explain(request, { code: 'x.first', advice: 'the last word counts' })
    explain(request, undefined)
    explain(request, reason)
    return reply.code(400).send({})
  })
  const url = await listening(app)
  const told = await fetch(`${url}/no`, { headers: { 'x-harness-explain': '1' } })
  const untold = await fetch(`${url}/no`)
  expect([told.headers.get('x-harness-reason'), decodeURI(told.headers.get('x-harness-advice') ?? '')]).toEqual([
    'x.no',
    'say „bitte“: \ufffd, 50 %',
  ])
  expect([untold.headers.get('x-harness-reason'), untold.headers.get('x-harness-advice')]).toEqual([null, null])
  await expect.poll(() => bus.list(), { interval: 1 }).toHaveLength(2)
  expect(bus.list().map((each) => each.reason)).toEqual([reason, reason])
})

test.for<[string, Record<string, string>, string | undefined]>([
  ['has the control token', { 'x-harness-explain': '1', 'x-harness-token': 'open' }, 'x.no'],
  ['has another token', { 'x-harness-explain': '1', 'x-harness-token': 'shut' }, undefined],
  ['has none', { 'x-harness-explain': '1' }, undefined],
  ['has it and does not ask', { 'x-harness-token': 'open' }, undefined],
])(
  'a caller from elsewhere that %s is told accordingly, and the token is in no exchange',
  async ([, headers, code]) => {
    const bus = new ExchangeBus()
    const app = mockServer('x', { exchanges: bus, controlToken: 'open' })
    app.get('/no', async (request, reply) => {
      explain(request, { code: 'x.no', advice: 'ask' })
      return reply.code(400).send({})
    })
    const { headers: answered } = await app.inject({ url: '/no', headers, remoteAddress: '192.0.2.7' })
    expect(answered['x-harness-reason']).toBe(code)
    await expect.poll(() => bus.list(), { interval: 1 }).toHaveLength(1)
    expect(JSON.stringify(bus.list())).not.toMatch(/open|shut/)
  },
)

test('a body that the schema refuses is recorded with the refusal', async () => {
  const bus = new ExchangeBus()
  const app = mockServer('x', { exchanges: bus, clock: adjustableClock() })
  app.post('/x', { schema: { body: Type.Object({ a: Type.Integer() }) } }, async () => ({}))
  const url = await listening(app)
  await fetch(`${url}/x`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":"1"}' })
  expect(await only(bus)).toMatchObject({ request: { body: '{"a":"1"}' }, response: { status: 400 } })
})
