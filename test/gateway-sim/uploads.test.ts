import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { expect, test } from 'vitest'
import { good, type Rig, service, startRig } from './rig.ts'

/** Starts an upload that is not finished yet, and gives the status of the answer that comes all the same. */
async function statusOfUpload(rig: Rig, bytes = 100_000): Promise<number | undefined> {
  const headers = { ...good, 'content-type': 'text/plain' }
  const asked = request(`${rig.url}/orders`, { method: 'POST', headers })
  asked.write('x'.repeat(bytes))
  const [answer] = await once(asked, 'response')
  answer.resume()
  // What it still sends may meet a connection that is closed by now.
  asked.on('error', () => undefined).end()
  await once(answer, 'end')
  return answer.statusCode
}

test('answers 502 to an upload whose upstream refuses the connection', async () => {
  const rig = await startRig()
  await rig.upstream.close()
  expect(await statusOfUpload(rig)).toBe(502)
})

test('answers 502 to an upload whose upstream hangs up in the middle, after one try', async () => {
  const rig = await startRig()
  rig.upstream.respond = (inbound, response) => inbound.once('data', () => response.destroy())
  expect(await statusOfUpload(rig)).toBe(502)
  expect(rig.upstream.seen.length).toBe(1)
})

test('answers 504 to an upload whose upstream is silent', async () => {
  const rig = await startRig()
  rig.upstream.respond = (inbound) => inbound.resume()
  await rig.received(rig.control.push({ set: { services: [service(rig.upstream.port, { read_timeout: 80 })] } }))
  const body = 'x'.repeat(100_000)
  const { status } = await rig.call('/orders', {
    method: 'POST',
    headers: { ...good, 'content-type': 'text/plain' },
    body,
  })
  expect(status).toBe(504)
})

test('answers 504 to an upload that the upstream takes no more of for write_timeout', async () => {
  const rig = await startRig()
  let stalled: IncomingMessage | undefined
  rig.upstream.respond = (inbound) => {
    stalled = inbound
  }
  await rig.received(rig.control.push({ set: { services: [service(rig.upstream.port, { write_timeout: 80 })] } }))
  const asked = request(`${rig.url}/orders`, { method: 'POST', headers: { ...good, 'content-type': 'text/plain' } })
  const answered = once(asked, 'response')
  // More than the buffers of both connections hold.
  asked.on('error', () => undefined).write(Buffer.alloc(16 * 1024 * 1024))
  const [answer] = await answered
  expect(answer.statusCode).toBe(504)
  asked.destroy()
  // It finds out that nobody writes any more once it reads on.
  stalled?.on('error', () => undefined).resume()
  await expect.poll(() => rig.upstream.connections()).toBe(0)
})

test('hands on an answer that comes before the upload has ended', async () => {
  const rig = await startRig()
  rig.upstream.respond = (_inbound, response) => response.writeHead(413, { connection: 'close' }).end('too much')
  // So little that none of it is on its way any more when the upstream closes: that would cut the connection, and the answer with it.
  expect(await statusOfUpload(rig, 1000)).toBe(413)
})

test('refuses an upload without credentials before it has ended', async () => {
  const rig = await startRig()
  const asked = request(`${rig.url}/orders`, { method: 'POST', headers: { 'content-type': 'text/plain' } })
  asked.write('x'.repeat(100_000))
  const [answer] = await once(asked, 'response')
  answer.resume()
  expect(answer.statusCode).toBe(401)
  asked.destroy()
})

test('hands on trailers of chunked uploads as plain chunks', async () => {
  const rig = await startRig()
  const asked = request(`${rig.url}/orders`, { method: 'PUT', headers: { ...good, trailer: 'x-sum' } })
  asked.write('abc')
  asked.addTrailers({ 'x-sum': '1' })
  asked.end()
  const [answer] = await once(asked, 'response')
  answer.resume()
  await once(answer, 'end')
  expect([answer.statusCode, rig.upstream.last.body, rig.upstream.last.headers.trailer]).toEqual([
    200,
    'abc',
    undefined,
  ])
})
