import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closed, good, portOf, type Rig, startRig } from './rig.ts'

/** Sends bytes to the proxy, and gives everything that comes back until it hangs up. */
async function send(rig: Rig, text: string): Promise<string> {
  const socket = connect(portOf(rig.url), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.write(text, 'latin1')
  await closed(socket)
  return answer
}
const get = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close', ...headers, '', ''].join('\r\n')
const statusOf = (answer: string) => Number(answer.split(' ')[1])

test('refuses headers that are longer together than nginx’s buffers, in nginx’s form', async () => {
  const rig = await startRig()
  const answer = await send(
    rig,
    get('/orders', ...Array.from({ length: 8 }, (_, at) => `X-${at}: ${'a'.repeat(7000)}`)),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(answer).toMatch(/\r\n\r\nRequest header or cookie too large\nrequest_id: [0-9a-f]{32}\n$/)
})

test('refuses one line that is longer than a buffer: a cookie of 16 kB', async () => {
  const rig = await startRig()
  const { status, text, reason } = await rig.call('/orders', {
    headers: { ...good, cookie: `session=${'a'.repeat(16_384)}` },
  })
  expect([status, reason]).toEqual([400, 'gateway.bad-request.header-too-large'])
  expect(text).toContain('"message":"Request header or cookie too large"')
})

test('refuses a request line that is longer than a buffer', async () => {
  const rig = await startRig()
  const { status, reason } = await rig.call(`/orders?${'a'.repeat(9000)}`)
  expect([status, reason]).toEqual([414, 'gateway.bad-request.uri-too-long'])
})

test.for(['/orders/%', '/orders/%zz', '/%c', '/orders?a=%G1'])('refuses the broken escape in %s', async (path) => {
  const rig = await startRig()
  const { status, text, reason } = await rig.call(path, { headers: { ...good, accept: 'application/json' } })
  expect([status, reason]).toEqual([400, 'gateway.bad-request.escape'])
  expect(text).toMatch(/^\{\n {2}"message":"Bad request",\n {2}"request_id":"[0-9a-f]{32}"\n\}$/)
})

test('takes whole escapes that are no UTF-8', async () => {
  const rig = await startRig()
  expect((await rig.call('/orders/%ff%FE?x=%ff', { headers: good })).status).toBe(200)
  expect(rig.upstream.last.url).toBe('/%FF%FE?x=%ff')
  expect(rig.exchanges.list()[0]?.request.url).toBe('/orders/%ff%FE?x=%ff')
})

test('refuses two Authorization headers', async () => {
  const rig = await startRig()
  const answer = await send(rig, get('/orders', `Authorization: ${good.authorization}`, 'Authorization: Bearer x'))
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(answer).toMatch(/\r\n\r\nBad request\nrequest_id: [0-9a-f]{32}\n/)
  expect([rig.idp.called, rig.upstream.seen]).toEqual([0, []])
})

test.for([
  ['two lengths', 'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  [
    'a length beside chunks',
    'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a space before the colon', 'GET /orders HTTP/1.1\r\nHost : a\r\n\r\n'],
  ['a bare line feed in a header', 'GET /orders HTTP/1.1\r\nHost: a\r\nX: a\nb\r\n\r\n'],
  ['no HTTP', 'hello\r\n\r\n'],
  ['an unknown method', 'BREW /orders HTTP/1.1\r\nHost: a\r\n\r\n'],
] as const)('refuses %s', async ([, text]) => {
  const rig = await startRig()
  expect(await send(rig, text)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(rig.upstream.seen).toEqual([])
})

test.for(['null', '7', '"text"', '[1]', '{"client_id":7,"client_secret":null}', '{"client_id":"app-1"', ''])(
  'finds no credential in the JSON body %s',
  async (body) => {
    const rig = await startRig()
    const { status, reason } = await rig.call('/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect([status, reason]).toEqual([401, 'gateway.no-credentials'])
  },
)

test('hands on a JSON body that it looked into, as it came', async () => {
  const rig = await startRig()
  const body = '{ "a": 1,\n "b": [ ] }'
  await rig.call('/orders', { method: 'POST', headers: { ...good, 'content-type': 'application/json' }, body })
  expect(rig.upstream.last.body).toBe(body)
})

test('forgets a caller that hangs up while its body is being read', async () => {
  const rig = await startRig()
  const socket = connect(portOf(rig.url), '127.0.0.1')
  const headers = ['Host: a', 'Content-Type: application/json', 'Content-Length: 100', 'Connection: close']
  socket.write(['POST /orders HTTP/1.1', ...headers, '', '{"a":'].join('\r\n'))
  await once(socket, 'connect')
  await expect
    .poll(() => new Promise((resolve) => rig.gateway.proxy.server.getConnections((_error, n) => resolve(n))))
    .toBe(1)
  socket.destroy()
  await expect.poll(() => rig.exchanges.list().map(({ outcome }) => outcome)).toEqual(['aborted'])
})

test('answers anything in a credential’s place with a refusal of its own', async () => {
  const rig = await startRig()
  const value = fc.string({ unit: fc.constantFrom(...'ABCxyz019+/=-_.:,; %"{}\\é'.split('')), maxLength: 60 })
  const call = fc.record({
    scheme: fc.constantFrom('Basic ', 'Bearer ', 'basic', 'Negotiate ', '', 'Basic  '),
    value,
    cookie: fc.option(value),
    query: fc.constantFrom('', '?access_token=', '?client_id=a&client_secret=', '?client_id=&x', '?&&=&'),
  })
  await fc.assert(
    fc.asyncProperty(call, async ({ scheme, value: text, cookie, query }) => {
      const headers = [
        `Authorization: ${scheme}${text}`,
        ...(cookie === null ? [] : [`Cookie: session=${cookie}; session2=x`]),
      ]
      const answer = await send(rig, get(`/orders${query}`, ...headers))
      expect(statusOf(answer)).toBe(401)
      expect(answer).toContain('{"message":"Unauthorized"}')
    }),
    { numRuns: 150, seed: 20260101 },
  )
  expect(rig.upstream.seen).toEqual([])
})

test('leaves no connection open to an upstream after refusals, failures and hang-ups', async () => {
  const rig = await startRig()
  await rig.call('/orders', { headers: good })
  rig.upstream.respond = (_request, response) => response.destroy()
  for (let at = 0; at < 5; at++) await rig.call('/orders', { method: 'POST', headers: good })
  await expect.poll(() => rig.upstream.connections()).toBe(0)
  await Promise.all([rig.gateway.proxy.close(), rig.gateway.admin.close()])
  expect(await rig.upstream.connections()).toBe(0)
})
