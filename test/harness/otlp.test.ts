import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectWorld } from '../../harness/world.ts'
import { freePort } from '../../kit/free-port.ts'
import { type Import, sourceTree } from '../architecture/source-tree.ts'
import { command, ended, upServing } from './served.ts'

interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: Record<string, unknown> }[]
  status: { code?: number }
  /** Of its resource. */
  service: unknown
}

interface Sent {
  resourceSpans: {
    resource: { attributes: Span['attributes'] }
    scopeSpans: { spans: Omit<Span, 'service'>[] }[]
  }[]
}

const attribute = ({ attributes }: Pick<Span, 'attributes'>, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0]

const begins = ({ startTimeUnixNano }: Span) => BigInt(startTimeUnixNano)

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: string[] = []
  for await (const piece of request.setEncoding('utf8')) pieces.push(piece)
  return pieces.join('')
}

/** A collector that takes spans as OTLP over HTTP has it (OpenTelemetry protocol, "OTLP/HTTP", JSON). */
async function collector(): Promise<{ url: string; spans: Span[]; paths: Set<string | undefined> }> {
  const spans: Span[] = []
  const paths = new Set<string | undefined>()
  const url = await listening(
    createServer(async (request, response) => {
      paths.add(request.url)
      expect(request.headers['content-type']).toBe('application/json')
      const { resourceSpans } = JSON.parse(await textOf(request)) as Sent
      for (const { resource, scopeSpans } of resourceSpans) {
        const service = attribute(resource, 'service.name')
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service }))))
      }
      response.setHeader('content-type', 'application/json').end('{}')
    }),
  )
  return { url, spans, paths }
}

test('what up serves arrives at a collector: a trace is the one whose traceparent the upstream saw', async () => {
  const { url, spans, paths } = await collector()
  const seen: string[] = []
  const upstream = await listening(
    createServer((request, response) => {
      seen.push(String(request.headers.traceparent))
      response.end('{}')
    }),
  )
  const { addresses, end } = await upServing(['--otlp', url, '--upstream', upstream])
  const world = await connectWorld(addresses)
  const app = await world.portal.createApplication({ name: 'billing' })
  await world.portal.register(app)
  expect((await world.gateway.get('/orders', { basic: app })).status).toBe(200)
  expect((await world.gateway.get('/orders', { basic: { ...app, clientSecret: 'wrong' } })).status).toBe(401)
  await world.close()
  await end('SIGTERM')

  expect([...paths]).toEqual(['/v1/traces'])
  const [, traceId, parent] = seen[0]?.split('-') ?? []
  // Spans come in batches: which of two arrives first says nothing.
  const trace = spans.filter((span) => span.traceId === traceId).toSorted((a, b) => (begins(a) < begins(b) ? -1 : 1))
  const gateway = trace.find(({ service }) => service === 'gateway-sim')
  // The upstream's caller is the gateway, and so is the token endpoint's.
  expect(gateway).toMatchObject({ spanId: parent, name: 'GET /*', kind: 2 })
  expect(
    trace.filter(({ parentSpanId }) => parentSpanId === parent).map(({ service, name }) => [service, name]),
  ).toEqual([
    ['mock-curity', 'GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration'],
    ['mock-curity', 'GET /oauth/v2/oauth-anonymous/jwks'],
    ['mock-curity', 'POST /oauth/v2/oauth-token'],
  ])
  expect(attribute(gateway as Span, 'http.response.status_code')).toBe(200)
  const refused = spans.find((span) => attribute(span, 'dcr_harness.reason') === 'gateway.basic.wrong-secret')
  expect([refused?.service, attribute(refused as Span, 'http.route')]).toEqual(['gateway-sim', '/*'])
  for (const { startTimeUnixNano, endTimeUnixNano } of spans)
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano))
  const said = JSON.stringify(spans)
  for (const secret of [app.clientSecret, 'konnect-dcr-secret', 'eyJ']) expect(said).not.toContain(secret)
})

/** An address that nobody listens on. */
const nowhere = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`

test('a collector that is not there is told once, and nothing else suffers', async () => {
  const { code, stderr } = await ended(command(['up', '--json', '--walk', '--otlp', await nowhere()]), {
    at: '"event":"ready"',
    by: 'SIGTERM',
  })
  expect([code, stderr.match(/did not take spans/g)?.length]).toEqual([0, 1])
})

test.for([
  [['run', 'no-route', '--otlp'], {}, /^dcr-harness: --otlp:\n {2}http.*: did not take spans: .*ECONNREFUSED/],
  [
    ['up', '--otlp'],
    { EXCHANGES_KEPT: '0' },
    /^dcr-harness: up:\n {2}--otlp: needs exchanges, and EXCHANGES_KEPT is 0/,
  ],
] as const)('%s without a taker is a wrong call', async ([args, env, words], { expect }) => {
  const { code, stderr } = await ended(command([...args, await nowhere()], env))
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)])
})

test('nothing of OpenTelemetry is loaded while nobody collects', () => {
  const product = sourceTree().filter(({ part }) => part !== 'test' && part !== 'tools')
  const importers = (what: (imported: Import) => boolean) =>
    product.flatMap(({ path, imports }) => imports.filter(what).map(({ kind }) => [path, kind]))
  expect(importers(({ file }) => file === 'harness/reporters/otlp.ts')).toEqual([
    ['harness/cli/reports.ts', 'dynamic'],
    ['harness/cli/up.ts', 'dynamic'],
  ])
  const named = importers(({ specifier, kind }) => specifier.startsWith('@opentelemetry/') && kind !== 'type')
  expect(new Set(named.map(([path]) => path))).toEqual(new Set(['harness/reporters/otlp.ts']))
})

test('an address that is none is a wrong call', async () => {
  const { code, stderr } = await ended(command(['up', '--otlp', 'collector:4318']))
  expect([code, stderr]).toEqual([2, expect.stringContaining('--otlp')])
})
