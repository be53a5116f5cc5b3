import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { closed, good, portOf, type Rig, type RigOptions, service, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'
import { type WebSocketUpstream, webSocketUpstream } from './test-websocket-upstream.ts'

/** A rig whose service is an upstream of WebSockets. */
async function rigWith(upstream: WebSocketUpstream, extra: Line = {}, options: RigOptions = {}): Promise<Rig> {
  onTestFinished(() => upstream.close())
  const rig = await startRig(options)
  await rig.received(rig.control.push({ set: { services: [service(upstream.port, extra)] } }))
  return rig
}

const open = (rig: Rig, headers: Record<string, string> = good, protocols: string[] = []) =>
  new WebSocket(`${rig.url.replace('http', 'ws')}/orders/live?a=1`, { headers, protocols })

/** Sends a handshake as bytes and gives everything that comes back until the gateway hangs up. */
async function handshake(rig: Rig, headers: Record<string, string>, path = '/orders'): Promise<string> {
  const socket = connect(portOf(rig.url), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
    // Who was let switch to WebSocket says nothing, and goes.
    if (/^HTTP\/1\.1 101 .*\r\n\r\n$/s.test(answer)) socket.end()
  })
  const lines = Object.entries({ host: 'a', connection: 'Upgrade', upgrade: 'websocket', ...headers })
  socket.write([`GET ${path} HTTP/1.1`, ...lines.map((line) => line.join(': ')), '', ''].join('\r\n'))
  await closed(socket)
  return answer
}

const connections = (rig: Rig): Promise<number> =>
  new Promise((resolve) => rig.gateway.proxy.server.getConnections((_error, count) => resolve(count)))

test('carries a WebSocket both ways, after authentication, and tells the upstream who calls', async () => {
  const upstream = await webSocketUpstream()
  const rig = await rigWith(upstream)
  const socket = open(rig, good, ['orders.v1', 'orders.v2'])
  await once(socket, 'open')
  expect(socket.protocol).toBe('orders.v1')
  const said = once(socket, 'message')
  socket.send('hello')
  expect((await said)[0].data).toBe('hello')

  const [{ url, headers } = {}] = upstream.seen
  expect(url).toBe('/live?a=1')
  expect(headers).toMatchObject({
    connection: 'Upgrade',
    upgrade: 'websocket',
    authorization: expect.stringMatching(/^Bearer eyJ/),
    'x-credential-identifier': 'app-1',
    'x-forwarded-path': '/orders/live',
    'sec-websocket-version': '13',
  })

  const closed = once(socket, 'close')
  socket.close(1000, 'done')
  expect((await closed)[0]).toMatchObject({ code: 1000, reason: 'done', wasClean: true })
  await expect.poll(() => upstream.sockets.size).toBe(0)
  await expect.poll(() => connections(rig)).toBe(0)
  const [exchange] = rig.exchanges.list()
  expect([exchange?.response.status, exchange?.outcome]).toEqual([101, 'answered'])
})

test('the answer to a handshake carries the headers of every proxied answer', async () => {
  const upstream = await webSocketUpstream()
  const rig = await rigWith(upstream)
  const answer = await handshake(rig, { ...good, 'sec-websocket-key': 'x' })
  expect(answer).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/)
  for (const line of [/^connection: Upgrade\r$/im, /^upgrade: websocket\r$/im, /^via: 1\.1 kong/im]) {
    expect(answer).toMatch(line)
  }
  expect(answer).toMatch(/^x-kong-upstream-latency: \d+\r$/im)
  expect(answer).toMatch(/^x-kong-request-id: [0-9a-f]{32}\r$/im)
})

test('a handshake without credentials is answered 401, and the upstream hears nothing of it', async () => {
  const upstream = await webSocketUpstream()
  const rig = await rigWith(upstream)
  const answer = await handshake(rig, { 'x-harness-explain': '1' })
  expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/)
  expect(answer).toMatch(/^X-Harness-Reason: gateway\.no-credentials\r$/m)
  expect(answer).toMatch(/\r\n\r\n\{"message":"Unauthorized"\}$/)
  expect(upstream.seen).toEqual([])
  expect(rig.exchanges.list().map(({ response }) => response.status)).toEqual([401])
})

test('an upstream that does not agree is passed on as it answers', async () => {
  const rig = await rigWith(await webSocketUpstream())
  const answer = await handshake(rig, good, '/orders/refused')
  expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
  expect(answer).toMatch(/^x-own: 1\r$/m)
  expect(answer).toMatch(/\r\n\r\nno$/)
})

test('any other upgrade is dropped, and the request goes on without it', async () => {
  const rig = await startRig()
  const answer = await handshake(rig, { ...good, upgrade: 'h2c', connection: 'Upgrade, HTTP2-Settings, close' })
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(rig.upstream.last.headers).not.toHaveProperty('upgrade')
})

test('an upstream that is down gets the answer of every other request', async () => {
  const upstream = await webSocketUpstream()
  const rig = await rigWith(upstream)
  await upstream.close()
  const answer = await handshake(rig, { ...good, accept: 'application/json' })
  expect(answer).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
  expect(answer).toContain('"message":"An invalid response was received from the upstream server"')
})

test('a handshake that nobody answers within read_timeout is answered 504', async () => {
  const rig = await startRig()
  rig.upstream.respond = () => undefined
  await rig.received(rig.control.push({ set: { services: [service(rig.upstream.port, { read_timeout: 50 })] } }))
  expect(await handshake(rig, good)).toMatch(/^HTTP\/1\.1 504 Gateway Timeout\r\n/)
  await expect.poll(() => rig.upstream.connections()).toBe(0)
})

test('an upstream that falls silent for read_timeout ends both connections', async () => {
  const upstream = await webSocketUpstream({ silent: true })
  const rig = await rigWith(upstream, { read_timeout: 500 })
  let socket = open(rig)
  // The answer to a handshake has no more time than that, which a busy machine may need for it: then it is asked for again.
  while (!(await Promise.race([once(socket, 'open'), once(socket, 'close').then(() => false)]))) socket = open(rig)
  const [{ code }] = await once(socket, 'close')
  expect(code).toBe(1006)
  await expect.poll(() => upstream.sockets.size).toBe(0)
})

test('a caller that dies takes its upstream connection along, and the other way round', async () => {
  const upstream = await webSocketUpstream()
  const rig = await rigWith(upstream)
  const dying = connect(portOf(rig.url), '127.0.0.1')
  const lines = [`authorization: ${good.authorization}`, 'host: a', 'connection: Upgrade', 'upgrade: websocket']
  dying.write(['GET /orders HTTP/1.1', ...lines, '', ''].join('\r\n'))
  await once(dying, 'data')
  expect(upstream.sockets.size).toBe(1)
  dying.resetAndDestroy()
  await expect.poll(() => upstream.sockets.size).toBe(0)

  const socket = open(rig)
  await once(socket, 'open')
  for (const each of upstream.sockets) each.resetAndDestroy()
  expect((await once(socket, 'close'))[0].code).toBe(1006)
  await expect.poll(() => connections(rig)).toBe(0)
})

test('closing the node ends its WebSockets', async () => {
  const upstream = await webSocketUpstream()
  const rig = await rigWith(upstream)
  const socket = open(rig)
  await once(socket, 'open')
  const closed = once(socket, 'close')
  await rig.gateway.proxy.close()
  await closed
  await expect.poll(() => upstream.sockets.size).toBe(0)
})
