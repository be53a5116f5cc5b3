import { expect, test } from 'vitest'
import { manualClock } from '../../kit/clock.ts'
import type { Complaints } from '../../kit/complaints.ts'
import { acceptFault, type Fault } from '../../kit/fault-schema.ts'
import { FaultPlan } from '../../kit/faults.ts'
import { mockServer } from '../../kit/mock-server.ts'
import type { ClientOf } from '../../kit/recording.ts'
import { setUp as withLevers } from './levers.ts'

const clientOf: ClientOf = ({ headers, body }) =>
  (headers['x-client'] as string | undefined) ?? (body as { client_id?: string } | undefined)?.client_id

/** Statuses of calls to a server whose `POST /token` answers 200 and whose armed fault answers 503. */
function setUp(...faults: object[]) {
  const plan = new FaultPlan()
  const clock = manualClock(0)
  plan.serve({ clock, endpoints: () => ({ token: ['POST /token'], 'client.get': ['* /clients/:id'] }) })
  const app = mockServer('idp', { faults: plan, clientOf, clock })
  app.post('/token', async () => ({}))
  app.get('/clients/:id', async () => ({}))
  for (const fault of faults) plan.arm({ kind: 'answer', ...fault } as Fault)
  const status = async (url = '/token', headers: Record<string, string> = {}, payload?: object) =>
    (await app.inject({ method: url.startsWith('/token') ? 'POST' : 'GET', url, headers, ...(payload && { payload }) }))
      .statusCode
  return { plan, clock, status }
}

test.for<[object, number[]]>([
  [{ nth: 2 }, [200, 503, 200, 200]],
  [{ skip: 1, times: 2 }, [200, 503, 503, 200]],
  [{ times: 'always' }, [503, 503, 503, 503]],
  [{ forMs: 25 }, [503, 503, 503, 200]],
  [{ afterMs: 10, forMs: 20 }, [200, 503, 503, 200]],
  [{ afterMs: 20 }, [200, 200, 503, 200]],
  [{ nth: 1, forMs: 100 }, [503, 200, 200, 200]],
  [{ every: 2 }, [200, 503, 200, 503, 200, 503]],
  [{ every: 2, skip: 1 }, [200, 200, 503, 200, 503]],
  [{ every: 2, times: 1 }, [200, 503, 200, 200]],
])('a fault with %o takes, call after call every 10 ms of the clock: %o', async ([schedule, expected]) => {
  const { status, clock } = setUp({ endpoint: 'token', ...schedule })
  const statuses: number[] = []
  for (const _ of expected) {
    statuses.push(await status())
    clock.advance(10)
  }
  expect(statuses).toEqual(expected)
})

test.for<[object, string, number]>([
  [{ endpoint: 'token' }, '/token', 503],
  [{ endpoint: 'token' }, '/clients/1', 200],
  [{ endpoint: 'client.*' }, '/clients/1', 503],
  [{ endpoint: 'client.get' }, '/clients/1', 503],
  [{ endpoint: '*' }, '/nowhere', 503],
  [{ endpoint: 'token', url: 'x=1' }, '/token?x=1', 503],
  [{ endpoint: 'token', url: 'x=1' }, '/token?x=2', 200],
  [{ route: 'unmatched', url: '//' }, '/a//b', 503],
  [{ endpoint: 'token', requestHeaders: { 'User-Agent': 'konnect' } }, '/token', 503],
  [{ endpoint: 'token', requestHeaders: { 'user-agent': 'kong' } }, '/token', 200],
  [{ endpoint: 'token', requestHeaders: { authorization: null } }, '/token', 503],
  [{ endpoint: 'token', requestHeaders: { 'user-agent': null } }, '/token', 200],
  [{ endpoint: 'token', requestHeaders: { authorization: '' } }, '/token', 200],
  [{ endpoint: 'token', from: 'gateway-sim-2' }, '/token', 503],
  [{ endpoint: 'token', from: 'gateway-sim-1' }, '/token', 200],
  [{ endpoint: 'token', address: '127.0.0.1' }, '/token', 503],
  [{ endpoint: 'token', address: '127.0.0.9' }, '/token', 200],
])('%o and a call of %s: %i', async ([selection, url, expected]) => {
  const { status } = setUp(selection)
  const tracestate = 'vendor=x, dcr-harness=gateway-sim-2'
  expect(await status(url, { 'user-agent': 'mock-konnect', tracestate })).toBe(expected)
})

test.for<[Record<string, string | null>, number]>([
  [{ grant_type: 'client_credentials' }, 503],
  [{ grant_type: 'refresh' }, 200],
  [{ redirect_uri: null }, 503],
  [{ scope: null }, 200],
  [{ scope: '' }, 503],
  [{ 'claims.list.0': 'first' }, 503],
  [{ 'claims.list.1': null, scope: 'dcr' }, 503],
  [{ 'claims.list': '["first"]' }, 503],
  [{ 'dotted.name': 'own' }, 503],
  [{ __proto__x: '' }, 200],
])('a fault by the body %o: %i', async ([requestBody, expected]) => {
  const { status, plan } = setUp({ endpoint: 'token', requestBody })
  const body = { grant_type: 'client_credentials', scope: 'dcr', claims: { list: ['first'] }, 'dotted.name': 'own' }
  expect(await status('/token', {}, body)).toBe(expected)
  expect(plan.list()[0]?.seen).toBe(expected === 503 ? 1 : 0)
})

test('a call without a body has nothing at any place of it', async () => {
  const { status } = setUp({ endpoint: 'token', requestBody: { scope: null } })
  expect(await status()).toBe(503)
})

test('the calls of one client are found by header and by body, and those of others go by uncounted', async () => {
  const { status, plan } = setUp({ endpoint: 'token', client: 'a', nth: 2 })
  const statuses = [
    await status('/token', { 'x-client': 'b' }),
    await status('/token', { 'x-client': 'a' }),
    await status('/token', {}, { client_id: 'b' }),
    await status('/token', {}, { client_id: 'a' }),
  ]
  expect([statuses, plan.list()]).toEqual([[200, 200, 200, 503], [expect.objectContaining({ seen: 2, hits: 1 })]])
})

test('a fault for one client and a fault for all take each call once', async () => {
  const { status } = setUp({ endpoint: 'token', client: 'a', status: 500 }, { endpoint: 'token', skip: 1, status: 502 })
  expect([await status('/token', {}, { client_id: 'a' }), await status('/token', {}, { client_id: 'b' })]).toEqual([
    500, 502,
  ])
})

const complaintsOf = (document: object) => {
  try {
    return acceptFault(document)
  } catch (error) {
    return (error as Complaints).list
  }
}

test.for<[object, { path: string; expected: string }[]]>([
  [{ kind: 'answer' }, [{ path: 'endpoint', expected: 'is required, or a route' }]],
  [{ kind: 'hang', endpoint: 'a', route: 'b' }, [{ path: 'route', expected: 'must not stand beside endpoint' }]],
  [
    { kind: 'hang', endpoint: 'a', nth: 1, skip: 1, times: 2 },
    [
      { path: 'skip', expected: 'must not stand beside nth' },
      { path: 'times', expected: 'must not stand beside nth' },
    ],
  ],
  [
    { kind: 'delay', endpoint: 'a', status: 500 },
    [{ path: 'status', expected: expect.stringContaining('no such setting') }],
  ],
  [{ kind: 'hangup', endpoint: 'a' }, [{ path: 'kind', expected: 'no such kind (did you mean "hang-up"?)' }]],
  [{ kind: 'hang', endpoint: 'a', nth: 1, every: 2 }, [{ path: 'every', expected: 'must not stand beside nth' }]],
  [
    { kind: 'patch', endpoint: 'a', patch: { set: { exp: 1, iat: 1 }, null: ['sub'], remove: ['exp', 'sub'] } },
    [
      { path: 'patch.remove', expected: '"exp" is changed by set, and cannot be removed too' },
      { path: 'patch.remove', expected: '"sub" is changed by null, and cannot be removed too' },
    ],
  ],
  [{ kind: 'rate-limit', endpoint: 'a' }, [{ path: 'limit', expected: 'is required' }]],
  [
    { kind: 'answer', endpoint: 'a', answered: '4xx', commit: false },
    [{ path: 'commit', expected: 'must not be false beside answered: the work is done by then' }],
  ],
  [
    { kind: 'patch', endpoint: 'a' },
    [{ path: 'patch', expected: 'is required, or status or headers: it changes nothing' }],
  ],
  [
    { kind: 'patch', endpoint: 'a', patch: { retype: { exp: 'text' } } },
    [{ path: 'patch.retype.exp', expected: 'must be one of string, number, boolean, array, iso-time, epoch' }],
  ],
])('refuses %o', ([document, expected]) => {
  expect(complaintsOf(document)).toEqual(expected)
})

test('what a server could never hit is refused in process and over HTTP, with the nearest name', async () => {
  const { call, levers } = await withLevers()
  levers.faults.serve({ endpoints: () => ({ introspect: ['GET /things/:id'] }) })
  expect(() => levers.faults.arm({ kind: 'hang', endpoint: 'introspection' })).toThrow(
    'endpoint: no such endpoint (did you mean "introspect"?)',
  )
  expect(levers.faults.list()).toEqual([])
  const [status, body] = await call('POST', '/faults', { kind: 'hang', endpoint: 'introspection' })
  expect([status, body.complaints]).toEqual([
    400,
    [{ path: 'endpoint', expected: 'no such endpoint (did you mean "introspect"?)' }],
  ])
  expect((await call('POST', '/faults', { kind: 'hang', endpoint: 'introspect' }))[0]).toBe(201)
  expect((await call('POST', '/faults', { kind: 'hang', endpoint: 'in.*' }))[0]).toBe(400)
  expect((await call('POST', '/faults', { kind: 'hang', endpoint: '*' }))[0]).toBe(201)
})
