import { afterAll, beforeAll, expect, test } from 'vitest'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { entryOf, harOf } from '../../kit/har.ts'
import { Har } from '../../kit/har-schema.ts'
import { httpClient } from '../../kit/http-client.ts'
import { type App, mockServer } from '../../kit/mock-server.ts'
import { explain } from '../../kit/recorder.ts'
import { numberedMask } from '../../kit/redact.ts'
import { sequence } from '../../kit/sequence.ts'
import { asMermaid, asText, transcriptOf } from '../../kit/transcript.ts'
import { complaints } from '../../kit/validation.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const bus = new ExchangeBus()
const http = httpClient({ timeout: () => 60_000, userAgent: 'front' })
const recorded: string[] = []
const all = Promise.withResolvers<void>()
const open: App[] = []

function listen(app: App): Promise<string> {
  open.push(app)
  return app.listen({ host: '127.0.0.1', port: 0 })
}

/** A client calls `front`, which asks `back` twice and is refused once. */
beforeAll(async () => {
  bus.subscribe((exchange) => {
    if (recorded.push(JSON.stringify(exchange)) === 3) all.resolve()
  }, numberedMask())
  const back = mockServer('back', { exchanges: bus })
  back.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  back.post('/token', async () => ({ access_token: 'opaque-1', token_type: 'bearer' }))
  back.get('/orders', async (request, reply) => {
    explain(request, { code: 'back.no', advice: 'ask; <first> #1' })
    return reply.code(403).header('www-authenticate', 'Bearer').send({})
  })
  const backUrl = await listen(back)
  const front = mockServer('front', { exchanges: bus })
  front.post('/go', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    await http.send({ method: 'POST', url: `${backUrl}/token`, headers: form, body: 'client_secret=s3cret+x&a=b' })
    const { status } = await http.send({
      method: 'GET',
      url: `${backUrl}/orders?q=1`,
      headers: { authorization: 'Bearer opaque-1', cookie: 'sid=abc; lang=en' },
    })
    return { status }
  })
  const url = await listen(front)
  const answer = await fetch(`${url}/go`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'X-Odd-Case': 'a',
      authorization: `Basic ${btoa('app:s3cret x')}`,
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: '{"go":true}',
  })
  expect(await answer.json()).toEqual({ status: 403 })
  await all.promise
})
afterAll(() => Promise.all([http.close(), ...open.map((app) => app.close())]))

test('one trace goes through all hops, a caller being the parent of what it calls', () => {
  const [token, orders, go] = bus.list()
  expect([token, orders, go].map((exchange) => exchange?.trace.id)).toEqual([traceId, traceId, traceId])
  expect(go?.trace.parent).toBe('b7ad6b7169203331')
  expect([token?.trace.parent, orders?.trace.parent]).toEqual([go?.trace.span, go?.trace.span])
  expect(go?.trace.span).toMatch(/^[0-9a-f]{16}$/)
})

test.for([
  ['none', undefined],
  ['of another form', '00-1-2-3'],
  ['all zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['of a forbidden version', `ff-${traceId}-b7ad6b7169203331-01`],
  ['of version 00 with more than it has', `00-${traceId}-b7ad6b7169203331-01-more`],
])('a traceparent %s begins a trace', async ([, traceparent]) => {
  const own = new ExchangeBus()
  const app = mockServer('x', { exchanges: own })
  await app.inject({ url: '/', headers: { ...(traceparent && { traceparent }) } })
  const [exchange] = own.list()
  expect(exchange?.trace.parent).toBeUndefined()
  expect(exchange?.trace.id).not.toBe(traceId)
})

test('headers are kept in the order and spelling of the wire', () => {
  const go = bus.list()[2]
  const names = go?.request.rawHeaders.map(([name]) => name) ?? []
  expect(names.filter((name) => /case|type|trace/i.test(name))).toEqual(['content-type', 'X-Odd-Case', 'traceparent'])
  expect(go?.request.rawHeaders).toContainEqual(['authorization', 'Basic ***'])
})

test('it reads as a sequence: who called whom, what came back, and why', () => {
  const lines = asText(transcriptOf(bus.list())).replace(/\d+\.\d ms/g, 'n ms')
  expect(lines).toBe(
    [
      'client → front  POST /go  200  n ms',
      '  front → back  POST /token  200  n ms',
      '  front → back  GET /orders  403  n ms',
      '      back.no: ask; <first> #1',
    ].join('\n'),
  )
})

test('it is a diagram in Mermaid, whatever characters it holds', () => {
  expect(asMermaid(transcriptOf(bus.list()))).toBe(
    [
      'sequenceDiagram',
      '  participant p0 as client',
      '  participant p1 as front',
      '  participant p2 as back',
      '  p0->>p1: POST /go',
      '  p1->>p2: POST /token',
      '  p2-->>p1: 200',
      '  p1->>p2: GET /orders',
      '  Note over p2: back.no: ask#59; #60;first#62; #35;1',
      '  p2-->>p1: 403',
      '  p1-->>p0: 200',
    ].join('\n'),
  )
})

test('it is an SVG with everything escaped', () => {
  const { text } = sequence(transcriptOf(bus.list()), { hrefOf: ({ exchange }) => `#x${exchange.id}` })
  expect(text).toContain('<a href="#x3">')
  expect(text).toContain('ask; &#60;first&#62; #1')
  expect(text.match(/class="call"/g)).toHaveLength(3)
})

test('it is an archive that fits HAR 1.2, with the secrets masked', () => {
  const har = harOf(transcriptOf(bus.list()), { creator: { name: 'test', version: '1' } })
  expect(complaints(Har, JSON.parse(JSON.stringify(har)))).toEqual([])
  expect(
    har.log.entries.map(({ request, response }) => [request.method, new URL(request.url).pathname, response.status]),
  ).toEqual([
    ['POST', '/go', 200],
    ['POST', '/token', 200],
    ['GET', '/orders', 403],
  ])
  const [go, token, orders] = har.log.entries
  expect(go?.request.postData).toEqual({ mimeType: 'application/json', text: '{"go":true}' })
  expect(token?.request.postData?.text).toBe('client_secret=***&a=b')
  expect(orders?.request.queryString).toEqual([{ name: 'q', value: '1' }])
  expect(orders?.request.cookies).toEqual([
    { name: 'sid', value: '***' },
    { name: 'lang', value: '***' },
  ])
  expect(orders).toMatchObject({ _server: 'back', _caller: 'front', _reason: { code: 'back.no' } })
  expect(JSON.stringify(har)).not.toMatch(/s3cret|opaque-1/)
})

test('numbered masks give the same secret the same name wherever it stands, and no secret', () => {
  expect(recorded.join()).not.toMatch(/s3cret|opaque-1/)
  const [token, orders, go] = recorded.map((line) => JSON.parse(line) as ReturnType<typeof bus.list>[number])
  expect(token?.request.body).toBe('client_secret=***1&a=b')
  expect(token?.response.body).toBe('{"access_token":"***2","token_type":"bearer"}')
  expect(orders?.request.headers).toMatchObject({ authorization: 'Bearer ***2', cookie: 'sid=***3; lang=***4' })
  expect(go?.request.headers.authorization).toBe(`Basic ${btoa('app:***1')}`)
})

test('an exchange that was cut off has no status in HAR', () => {
  const [hop] = transcriptOf(bus.list())
  if (!hop) throw new Error('nothing recorded')
  expect(entryOf({ ...hop, exchange: { ...hop.exchange, outcome: 'aborted' } }).response.status).toBe(0)
})

test('levers give exchanges as HAR, text and Mermaid too', async () => {
  const { controlPlane } = await import('../../kit/control-plane.ts')
  const app = mockServer('front', { exchanges: bus })
  controlPlane(app, { levers: { server: 'front', exchanges: bus } as never })
  const get = (path: string, accept = '*/*') => app.inject({ url: `/_mock/exchanges${path}`, headers: { accept } })
  const har = { log: { version: '1.2', creator: { name: 'front' } } }
  expect((await get('?format=har&server=front')).json()).toMatchObject(har)
  expect((await get('', 'application/har+json')).json()).toMatchObject(har)
  expect((await get('?format=text')).body).toContain('client → front  POST /go')
  expect((await get('?format=mermaid')).body).toMatch(/^sequenceDiagram\n/)
  expect((await get('?format=xml')).statusCode).toBe(400)
  expect((await get('')).json()).toMatchObject({ dropped: 0 })
})
