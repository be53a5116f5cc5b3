import dns from 'node:dns'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../../kit/free-port.ts'
import { basicAuthorization, type HttpClient, httpClient, parseJson, Unreachable } from '../../kit/http-client.ts'
import { nameless, socketServer } from './listening.ts'

function client(options: { timeout?: number; limit?: number } = {}): HttpClient {
  const { timeout = 60_000, limit } = options
  const made = httpClient({ timeout: () => timeout, userAgent: 'test', ...(limit !== undefined && { limit }) })
  onTestFinished(() => made.close())
  return made
}

/** How a call to `url` fails. */
async function failure(url: string, options?: Parameters<typeof client>[0]): Promise<unknown> {
  const error = await client(options)
    .send({ method: 'GET', url })
    .catch((error: unknown) => error)
  if (!(error instanceof Unreachable)) throw new Error(`the call to ${url} did not fail as unreachable`)
  expect(error.message).toBe(`no answer from ${url}: ${error.failure}`)
  return error.failure
}

/** What a bare server does with each request once it has come whole, up to `end`. */
const asked =
  (act: (socket: Socket, sent: string) => unknown, end = '\r\n\r\n') =>
  (socket: Socket) => {
    let sent = ''
    socket.on('data', (piece) => {
      sent += piece
      if (!sent.endsWith(end)) return
      act(socket, sent)
      sent = ''
    })
  }
const once = (answer: string) => asked((socket) => socket.end(answer))

test('a call goes out as it was given, and its answer comes back whole', async () => {
  const answering = asked((socket, sent) => {
    const text = JSON.stringify(sent)
    socket.write(
      `HTTP/1.1 418 Teapot\r\nx-a: 1\r\nset-cookie: a\r\nset-cookie: b\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
    )
  }, 'hello')
  const { port } = await socketServer(answering)
  const answer = await client().send({
    method: 'PUT',
    url: `http://127.0.0.1:${port}/x?a=1`,
    headers: { 'content-type': 'text/plain' },
    body: 'hello',
  })
  const sent = `PUT /x?a=1 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: keep-alive\r\nuser-agent: test\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nhello`
  expect(answer).toEqual({
    status: 418,
    headers: { 'x-a': '1', 'set-cookie': ['a', 'b'], 'content-length': expect.any(String) },
    text: JSON.stringify(sent),
  })
})

test('connections are kept, and used again', async () => {
  const { port, connections } = await socketServer(asked((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n')))
  const sender = client()
  for (let call = 0; call < 10; call++) await sender.send({ method: 'GET', url: `http://127.0.0.1:${port}/` })
  expect(connections()).toBeLessThanOrEqual(2)
})

test('a host with several addresses is reached, although the machine is busy while it is connected to', async () => {
  const { port } = await socketServer(once('HTTP/1.1 204 No Content\r\n\r\n'))
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  const found = (_host: string, _options: object, done: (error: null, all: object) => void) =>
    process.nextTick(() => {
      done(null, addresses)
      // The connection is under way, and this thread does something else for longer than Node waits.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    })
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(found as never) // one of its overloads
  onTestFinished(() => lookup.mockRestore())
  expect((await client().send({ method: 'GET', url: `http://both.test:${port}/` })).status).toBe(204)
})

test('nobody listens: refused', async () => {
  expect(await failure(`http://127.0.0.1:${await freePort()}/`)).toBe('refused')
})

test('the other side cuts the connection: reset, and the call is made once', async () => {
  let requests = 0
  const { port } = await socketServer(
    asked((socket) => {
      requests++
      socket.destroy()
    }),
  )
  expect([await failure(`http://127.0.0.1:${port}/`), requests]).toEqual(['reset', 1])
})

test('the connection ends in the middle of the answer: reset', async () => {
  const { port } = await socketServer(once('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'))
  expect(await failure(`http://127.0.0.1:${port}/`)).toBe('reset')
})

test('no answer in time: timeout', async () => {
  const { port } = await socketServer(() => undefined)
  expect(await failure(`http://127.0.0.1:${port}/`, { timeout: 30 })).toBe('timeout')
})

test('an answer that begins and does not end in time: timeout', async () => {
  const { port } = await socketServer(
    asked((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')),
  )
  expect(await failure(`http://127.0.0.1:${port}/`, { timeout: 30 })).toBe('timeout')
})

test.for([
  ['by its own word', 'content-length: 1000'],
  ['in fact', 'connection: close'],
] as const)('an answer that is too large %s: too-large', async ([, header]) => {
  const { port } = await socketServer(once(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${'x'.repeat(1000)}`))
  expect(await failure(`http://127.0.0.1:${port}/`, { limit: 100 })).toBe('too-large')
})

test('something that is no HTTP: bad-answer', async () => {
  const { port } = await socketServer(once('SSH-2.0-OpenSSH_9.2\r\n'))
  expect(await failure(`http://127.0.0.1:${port}/`)).toBe('bad-answer')
})

test('a port that speaks no TLS: tls', async () => {
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  expect(await failure(`https://127.0.0.1:${port}/`)).toBe('tls')
})

test('a name that nobody has: dns', async () => {
  expect(await failure(`http://${nameless}/`)).toBe('dns')
})

test.for(['', 'nonsense', 'ftp://127.0.0.1/', 'http://', 'http://127.0.0.1:99999/'])('"%s": bad-url', async (url) => {
  expect(await failure(url)).toBe('bad-url')
})

test('a closed client makes no calls', async () => {
  const closed = httpClient({ timeout: () => 1000, userAgent: 'test' })
  await closed.close()
  await expect(closed.send({ method: 'GET', url: 'http://127.0.0.1:1/' })).rejects.toThrow(Unreachable)
})

test('client id and secret are form-encoded before they are put together (RFC 6749 §2.3.1)', () => {
  const [scheme, pair = ''] = basicAuthorization('a:b', 'c d+é%').split(' ')
  expect([scheme, Buffer.from(pair, 'base64').toString()]).toEqual(['Basic', 'a%3Ab:c+d%2B%C3%A9%25'])
})

test('what is no JSON is undefined', () => {
  expect([parseJson('{"a":1}'), parseJson('{'), parseJson('')]).toEqual([{ a: 1 }, undefined, undefined])
})
