import { once } from 'node:events'
import { request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { closed, good, portOf, type Rig, service, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

/** Open connections of callers. */
const callers = (rig: Rig): Promise<number> =>
  new Promise((resolve) => rig.gateway.proxy.server.getConnections((_error, count) => resolve(count)))

/** Nothing may stay open on either side once callers have gone, but what waits for the next call to the upstream. */
async function nothingLeaks(rig: Rig, idle: number): Promise<void> {
  await expect.poll(() => callers(rig)).toBe(0)
  await expect.poll(() => rig.upstream.connections()).toBeLessThanOrEqual(idle)
}

const posted = (length: number) =>
  [
    'POST /orders HTTP/1.1',
    'Host: a',
    `Authorization: ${good.authorization}`,
    'Content-Type: text/plain',
    `Content-Length: ${length}`,
    '',
    '',
  ].join('\r\n')

test('callers that go away within their uploads leave no connection, on either side', async () => {
  const rig = await startRig()
  rig.upstream.respond = (inbound) => inbound.on('error', () => undefined).resume()
  const gone = Array.from({ length: 10 }, async () => {
    const socket = connect(portOf(rig.url), '127.0.0.1')
    socket.on('error', () => undefined).write(`${posted(1000)}half`)
    await once(socket, 'connect')
    return socket
  })
  const sockets = await Promise.all(gone)
  await expect.poll(() => rig.upstream.seen.length).toBe(10)
  for (const socket of sockets) socket.resetAndDestroy()
  await nothingLeaks(rig, 0)
  await expect.poll(() => rig.exchanges.list().filter(({ outcome }) => outcome === 'aborted').length).toBe(10)
})

test('callers that go away within their answers leave no connection, on either side', async () => {
  const rig = await startRig()
  rig.upstream.respond = (_inbound, response) => response.write('first')
  const calls = Array.from({ length: 10 }, async () => {
    const asked = request(`${rig.url}/orders`, { headers: good, agent: false }).end()
    const [answer] = await once(asked, 'response')
    answer.on('error', () => undefined)
    await once(answer, 'data')
    asked.destroy()
  })
  await Promise.all(calls)
  await nothingLeaks(rig, 0)
})

test('upstreams that die within their answers leave no connection, on either side', async () => {
  const rig = await startRig()
  let die: (() => void) | undefined
  rig.upstream.respond = (_inbound, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    die = () => response.socket?.resetAndDestroy()
  }
  for (let call = 0; call < 10; call++) {
    const asked = request(`${rig.url}/orders`, { headers: good, agent: false }).end()
    const [answer] = await once(asked, 'response')
    die?.()
    await expect(once(answer.resume(), 'end')).rejects.toThrow('aborted')
  }
  await nothingLeaks(rig, 0)
})

test('a caller that reads slowly holds the upstream back instead of filling memory', async () => {
  const rig = await startRig()
  const total = 64 * 1024 * 1024
  let sent = 0
  rig.upstream.respond = (_inbound, response) => {
    const chunk = Buffer.alloc(256 * 1024)
    const more = () => {
      while (sent < total) {
        sent += chunk.length
        if (!response.write(chunk)) return response.once('drain', more)
      }
      return response.end()
    }
    more()
  }
  const asked = request(`${rig.url}/orders`, { headers: good, agent: false }).end()
  const [answer] = await once(asked, 'response')
  let before = -1
  // What the buffers of both connections hold goes out; then nothing more.
  await expect
    .poll(
      () => {
        const stands = sent === before
        before = sent
        return stands
      },
      { interval: 100 },
    )
    .toBe(true)
  expect(sent).toBeLessThan(total / 2)
  let received = 0
  answer.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  await once(answer, 'end')
  expect([received, sent]).toEqual([total, total])
})

test('refusals, timeouts and dead upstreams in a row leave one idle connection at most', async () => {
  const rig = await startRig()
  const answers: [answer: (response: ServerResponse) => unknown, timeouts?: Line][] = [
    [(response) => response.end('{}')],
    [() => undefined, { read_timeout: 80 }],
    [(response) => response.destroy()],
    [(response) => response.socket?.end('no http\r\n\r\n')],
  ]
  const statuses: number[] = []
  for (const [answer, timeouts] of answers) {
    await rig.received(rig.control.push({ set: { services: [service(rig.upstream.port, timeouts)] } }))
    rig.upstream.respond = (_inbound, response) => answer(response)
    for (const headers of [good, {}]) {
      const asked = request(`${rig.url}/orders`, { method: 'POST', headers, agent: false }).end()
      const [{ statusCode }] = await once(asked, 'response').then(([reply]) => [reply.resume()])
      statuses.push(statusCode)
    }
  }
  expect(statuses).toEqual([200, 401, 504, 401, 502, 401, 502, 401])
  await nothingLeaks(rig, 1)
})

test.for([
  ['a folded header', 'GET /orders HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n'],
  ['chunks twice', 'POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n'],
  ['an encoding nobody knows', 'POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
  ['a chunk of no length', 'POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ['a length that is none', 'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc'],
  ['a null byte', 'GET /orders HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n'],
] as const)('%s reaches no upstream, and nothing stays open', async ([, text]) => {
  const rig = await startRig()
  const socket = connect(portOf(rig.url), '127.0.0.1')
  socket.on('error', () => undefined)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.end(text, 'latin1')
  await closed(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 40[01] /)
  expect(rig.upstream.seen).toEqual([])
  await nothingLeaks(rig, 0)
})
