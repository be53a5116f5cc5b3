import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PortalApplication } from '../../harness/drivers/portal.ts'
import { connectWorld } from '../../harness/world.ts'
import type { Exchange } from '../../kit/exchanges.ts'
import type { Har } from '../../kit/har-schema.ts'
import { command, type Served, upServing } from './served.ts'

const trace = '0af7651916cd43dd8448eb211c80319c'
let served: Served
let app: PortalApplication

/** A client that spells and orders its headers in its own way, and names its trace. */
async function oddCall(): Promise<void> {
  const { port, host } = new URL(served.addresses.gateway.url)
  const credentials = Buffer.from(`${app.clientId}:not-the-secret`).toString('base64')
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    [
      'GET /orders?api_token=in-the-query HTTP/1.1',
      'X-Second-First: 1',
      `HOST: ${host}`,
      'x-twice: a',
      `AUTHORIZATION: Basic ${credentials}`,
      'X-Twice: b',
      `traceparent: 00-${trace}-b7ad6b7169203331-01`,
      'connection: close',
      '',
      '',
    ].join('\r\n'),
  )
  socket.resume()
  await once(socket, 'close')
}

const told = async (format: string): Promise<string> =>
  (await fetch(`${served.addresses.curity.url}/_mock/exchanges?trace=${trace}&whole=true&format=${format}`)).text()

beforeAll(async () => {
  served = await upServing([])
  const world = await connectWorld(served.addresses)
  app = await world.portal.createApplication({ name: 'billing' })
  await world.portal.register(app)
  await world.gateway.inSync()
  await world.close()
  await oddCall()
})
afterAll(() => served.end('SIGTERM'))

/** Every hop of the call: who asked whom for what, and what came of it. */
const hops = [
  ['client', 'gateway-sim', 'GET /orders', 401],
  ['gateway-sim', 'mock-curity', 'GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration', 200],
  ['gateway-sim', 'mock-curity', 'GET /oauth/v2/oauth-anonymous/jwks', 200],
  ['gateway-sim', 'mock-curity', 'POST /oauth/v2/oauth-token', 401],
] as const

test('as JSON: every hop in order, with headers as they were spelt and ordered, and the trace carried on', async () => {
  const { exchanges } = JSON.parse(await told('json')) as { exchanges: Exchange[] }
  const inOrder = exchanges.toSorted((a, b) => a.arrived - b.arrived)
  expect(inOrder.map(({ server, response }) => [server, response.status])).toEqual(hops.map((hop) => [hop[1], hop[3]]))
  const [first, ...others] = inOrder
  expect(first?.request.rawHeaders).toEqual([
    ['X-Second-First', '1'],
    ['HOST', expect.any(String)],
    ['x-twice', 'a'],
    ['AUTHORIZATION', 'Basic ***'],
    ['X-Twice', 'b'],
    ['traceparent', `00-${trace}-b7ad6b7169203331-01`],
    ['connection', 'close'],
  ])
  expect(first?.request.url).toBe('/orders?api_token=***')
  expect(first?.reason).toEqual({ code: 'gateway.basic.wrong-secret', advice: expect.stringMatching(/invalid_client/) })
  expect(first?.trace).toEqual({ id: trace, span: expect.any(String), parent: 'b7ad6b7169203331' })
  expect(others.map((each) => each.trace)).toEqual(
    others.map(() => ({ id: trace, span: expect.any(String), parent: first?.trace.span })),
  )
})

test('as a sequence to read: one line a hop, deeper ones further right, a refusal with its reason', async () => {
  const lines = (await told('text')).trimEnd().split('\n')
  const calls = lines.filter((line) => line.includes(' → '))
  expect(calls.map((line) => line.replace(/ {2}[\d.]+ ms$/, ''))).toEqual(
    hops.map(([caller, server, call, status]) => {
      return `${caller === 'client' ? '' : '  '}${caller} → ${server}  ${call}  ${status}`
    }),
  )
  expect(lines[1]).toMatch(/^ {4}gateway\.basic\.wrong-secret: /)
})

test('as Mermaid: who takes part, each call, and its answer after what it waited for', async () => {
  const lines = (await told('mermaid')).trimEnd().split('\n')
  expect(lines.slice(0, 5)).toEqual([
    'sequenceDiagram',
    '  participant p0 as client',
    '  participant p1 as gateway-sim',
    '  participant p2 as mock-curity',
    '  p0->>p1: GET /orders',
  ])
  expect(lines.at(-1)).toBe('  p1-->>p0: 401')
  expect(lines.at(-2)).toMatch(/^ {2}Note over p1: gateway\.basic\.wrong-secret: /)
})

test('as HAR: the same hops, headers and reasons', async () => {
  const { log } = JSON.parse(await told('har')) as Har
  expect(log.entries.map(({ request, response }) => [request.method, response.status])).toEqual(
    hops.map(([, , call, status]) => [call.split(' ')[0], status]),
  )
  expect(log.entries[0]?.request.headers.map(({ name }) => name)).toEqual([
    ...['X-Second-First', 'HOST', 'x-twice', 'AUTHORIZATION', 'X-Twice', 'traceparent', 'connection'],
  ])
  expect(log.entries[0]).toMatchObject({ _reason: { code: 'gateway.basic.wrong-secret' }, _caller: 'client' })
})

test('no secret stands in any of them', async () => {
  const all = (await Promise.all(['json', 'text', 'mermaid', 'har'].map(told))).join('\n')
  const basic = Buffer.from(`${app.clientId}:not-the-secret`).toString('base64')
  for (const secret of ['not-the-secret', basic, app.clientSecret, 'in-the-query']) expect(all).not.toContain(secret)
})

test.for([
  [
    'mermaid',
    /sequenceDiagram\n {2}participant p0 as client\n {2}participant p1 as gateway-sim\n {2}p0->>p1: GET \/nowhere\n/,
  ],
  ['json', /"exchanges": \[\n[\s\S]*"code": "gateway\.no-route"/],
] as const)('run prints a scenario as %s', async ([form, expected], { expect }) => {
  const child = command(['run', 'no-route', '--transcript', form])
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  await once(child, 'close')
  expect(said).toMatch(expected)
})
