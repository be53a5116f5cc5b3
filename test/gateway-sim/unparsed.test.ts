import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { closed, good, portOf, type Rig, startRig } from './rig.ts'

/** Sends bytes, and gives what comes back, once the node hangs up: each answer as its status line, its headers and its body. */
async function send(rig: Rig, ...pieces: string[]): Promise<string> {
  const socket = connect(portOf(rig.url), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1')
  })
  for (const piece of pieces) socket.write(piece, 'latin1')
  await closed(socket)
  return answer
}

const request = (method: string, path: string, ...headers: string[]) =>
  [`${method} ${path} HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n')
const authorized = `Authorization: ${good.authorization}`
/** More than the 32 kB of all header buffers, and so little that it comes in one piece: only of that can the method and the URL be read. */
const tooMuch = 'a'.repeat(33_000)
const statuses = (answers: string) =>
  Array.from(answers.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status))

/** What became of the last request, as it is recorded. */
function recorded(rig: Rig) {
  const exchange = rig.exchanges.list().at(-1)
  return exchange && [exchange.request.method, exchange.request.url, exchange.response.status, exchange.reason?.code]
}

test('answers bytes that are no request as Kong’s error handler does, and keeps why', async () => {
  const rig = await startRig()
  const answer = await send(rig, 'hello\r\n\r\n')
  const [head = '', body] = answer.split('\r\n\r\n')
  const id = rig.exchanges.list()[0]?.response.headers['x-kong-request-id']
  expect(head.split('\r\n').map((line) => line.replace(/: .*/, ''))).toEqual([
    'HTTP/1.1 400 Bad Request',
    'Server',
    'X-Kong-Response-Latency',
    'X-Kong-Request-Id',
    'Connection',
    'Content-Type',
    'Content-Length',
    'Date',
  ])
  expect(head).toContain('\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n')
  expect(body).toBe(`Bad request\nrequest_id: ${id}\n`)
  expect(recorded(rig)).toEqual(['GET', '/', 400, 'gateway.bad-request.not-http'])
})

test.for([
  ['a TLS handshake', '\x16\x03\x01\x02\x00', ['GET', '/', 400, 'gateway.bad-request.not-http'], /TLS handshake/],
  [
    'a length beside chunks',
    request('POST', '/orders?client_secret=s3cret', 'Content-Length: 3', 'Transfer-Encoding: chunked'),
    ['POST', '/orders?client_secret=***', 400, 'gateway.bad-request.not-http'],
    /Content-Length/,
  ],
  [
    'headers over 32 kB',
    request('GET', '/orders', `X: ${tooMuch}`),
    ['GET', '/orders', 400, 'gateway.bad-request.header-too-large'],
    /32768 bytes/,
  ],
] as const)('keeps %s with its reason', async ([, bytes, exchange, advice]) => {
  const rig = await startRig()
  expect(statuses(await send(rig, bytes))).toEqual([400])
  expect(recorded(rig)).toEqual(exchange)
  expect(rig.exchanges.list()[0]?.reason?.advice).toMatch(advice)
})

test('a URL of more than all buffers is too long as a URL', async () => {
  const rig = await startRig()
  const answer = await send(rig, request('GET', `/${tooMuch}`))
  expect(answer).toMatch(/^HTTP\/1\.1 414 .*\r\n\r\nURI too long\n/s)
  expect(recorded(rig)?.slice(2)).toEqual([414, 'gateway.bad-request.uri-too-long'])
})

test('a body that is longer than it says is answered, and what is too much refused after it', async () => {
  const rig = await startRig()
  const call = request('POST', '/orders', authorized, 'Content-Type: text/plain', 'Content-Length: 5')
  expect(statuses(await send(rig, `${call}hello, world`))).toEqual([200, 400])
  expect(rig.upstream.seen.map(({ body }) => body)).toEqual(['hello'])
})

test('requests that came before the bytes that are none are answered in turn', async () => {
  const rig = await startRig()
  const calls = request('GET', '/orders', authorized) + request('GET', '/nowhere')
  expect(statuses(await send(rig, `${calls}junk\r\n\r\n`))).toEqual([200, 404, 400])
})

test('a broken chunk ends the call that it belongs to, with a refusal of its own', async () => {
  const rig = await startRig()
  const chunked = [authorized, 'Content-Type: application/json', 'Transfer-Encoding: chunked']
  expect(statuses(await send(rig, `${request('POST', '/orders', ...chunked)}2\r\n{}\r\nZZ\r\n`))).toEqual([400])
  expect(recorded(rig)).toEqual(['POST', '/orders', 400, 'gateway.bad-request.not-http'])
  expect(rig.exchanges.list().map(({ outcome }) => outcome)).toEqual(['aborted', 'answered'])
  expect(rig.upstream.seen).toEqual([])
})

test('no refusal is written into an answer that has begun', async () => {
  const rig = await startRig()
  rig.upstream.respond = (inbound, response) => {
    inbound.on('error', () => undefined).resume()
    response.writeHead(200, { 'content-length': '1000' }).write('begun')
  }
  const socket = connect(portOf(rig.url), '127.0.0.1')
  const headers = [authorized, 'Content-Type: text/plain', 'Transfer-Encoding: chunked']
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
    if (answer.endsWith('begun')) socket.write('ZZ\r\n')
  })
  socket.write(`${request('POST', '/orders', ...headers)}2\r\nhi\r\n`)
  await closed(socket)
  expect(statuses(answer)).toEqual([200])
  expect(answer).toMatch(/\r\n\r\nbegun$/)
  await expect.poll(() => rig.upstream.connections()).toBe(0)
})

test.for([
  ['without a Host', 'GET /orders HTTP/1.1\r\n\r\n', 'gateway.bad-request.host'],
  ['with an empty Host', 'GET /orders HTTP/1.1\r\nHost:\r\n\r\n', 'gateway.bad-request.host'],
  ['with a Host that is none', 'GET /orders HTTP/1.1\r\nHost: a/b\r\n\r\n', 'gateway.bad-request.host'],
  ['with two Hosts', request('GET', '/orders', 'Host: b'), 'gateway.bad-request.two-host-headers'],
  [
    'with two conditions',
    request('GET', '/orders', 'If-Match: "a"', 'If-Match: "b"'),
    'gateway.bad-request.two-if-match-headers',
  ],
  ['for everything', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 'gateway.bad-request.target'],
  ['of a method that nginx refuses', request('TRACE', '/orders', authorized), 'gateway.bad-request.method', 405],
  ['for a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 'gateway.bad-request.method', 405],
] as const)('refuses a request %s before any route is asked', async ([, bytes, reason, status = 400]) => {
  const rig = await startRig()
  const closing = status === 405 ? bytes.replace('Host: a\r\n', 'Host: a\r\nConnection: close\r\n') : bytes
  const answer = await send(rig, closing)
  expect(statuses(answer)).toEqual([status])
  const text = status === 405 ? 'Method not allowed' : 'Bad request'
  expect(answer).toMatch(new RegExp(`\r\n\r\n${text}\nrequest_id: [0-9a-f]{32}\n$`))
  expect(recorded(rig)?.slice(2)).toEqual([status, reason])
  expect([rig.idp.called, rig.upstream.seen]).toEqual([0, []])
})

test('HTTP/1.0 needs no Host', async () => {
  const rig = await startRig()
  expect(statuses(await send(rig, `GET /orders HTTP/1.0\r\n${authorized}\r\n\r\n`))).toEqual([200])
})

test('takes no notice of an expectation that nginx does not know', async () => {
  const rig = await startRig()
  const answer = await send(rig, request('GET', '/orders', authorized, 'Expect: a-miracle', 'Connection: close'))
  expect(statuses(answer)).toEqual([200])
  expect(rig.upstream.last.headers).not.toHaveProperty('expect')
})
