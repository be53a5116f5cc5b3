import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Caller, callerOf } from '../../harness/drivers/caller.ts'
import { curityDriver } from '../../harness/drivers/curity.ts'
import { gatewayDriver } from '../../harness/drivers/gateway.ts'
import { httpClient } from '../../kit/http-client.ts'

interface Seen {
  method: string
  url: string
  lines: [string, string][]
  body: string
}

/** A server that notes what comes, byte for byte, and a caller of it. */
async function noting(): Promise<{ call: Caller; seen: Seen[]; url: string }> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { rawHeaders } = request
    const lines = rawHeaders.flatMap((name, at): [string, string][] =>
      at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : [],
    )
    const body = Buffer.concat(chunks).toString('latin1')
    seen.push({ method: request.method ?? '', url: request.url ?? '', lines, body })
    const origin = `http://${request.headers.host}`
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ token_endpoint: `${origin}/token`, registration_endpoint: `${origin}/register` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = httpClient({ timeout: () => 60_000, userAgent: 'test' })
  onTestFinished(async () => {
    await client.close()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on TCP
  return { call: callerOf(client, url), seen, url }
}

const driver = (call: Caller) => gatewayDriver({ call, inSync: async () => undefined, nodes: [] })
const app = { clientId: 'a/b', clientSecret: 'c:d+%' }

test.for(['/orders//x/../y?a=%zz&b=[1]', '/a%2fb;c?x=1?y', '//double'])(
  'a path goes out as it is written: %s',
  async (path) => {
    const { call, seen } = await noting()
    await driver(call).get(path)
    expect(seen.map(({ url }) => url)).toEqual([path])
  },
)

test('what no request line can carry is encoded', async () => {
  const { call, seen } = await noting()
  await driver(call).get('/ä b')
  expect(seen.map(({ url }) => url)).toEqual(['/%C3%A4%20b'])
})

test('header lines keep their order, spelling and number', async () => {
  const { call, seen } = await noting()
  const headerLines = [
    ['X-One', '1'],
    ['Authorization', 'Basic first'],
    ['x-one', '2'],
    ['AUTHORIZATION', 'Bearer second'],
  ] as const
  await driver(call).post('/', { headerLines, text: Buffer.from([0, 255]), headers: { 'content-type': 'x/y' } })
  const wanted = new Set(headerLines.map(([name]) => name.toLowerCase()))
  expect(seen[0]?.lines.filter(([name]) => wanted.has(name.toLowerCase()))).toEqual(headerLines)
  expect(seen[0]?.body).toBe('\u0000ÿ')
})

test.for([
  ['plain', Buffer.from('a/b:c:d+%').toString('base64')],
  ['form-encoded', Buffer.from('a%2Fb:c%3Ad%2B%25').toString('base64')],
  ['raw', 'a/b:c:d+%'],
] as const)('Basic, %s', async ([basicForm, value]) => {
  const { call, seen } = await noting()
  await driver(call).get('/', { basic: app, basicForm })
  expect(seen[0]?.lines).toContainEqual(['authorization', `Basic ${value}`])
})

test('token requests and registrations take another shape', async () => {
  const { call, seen, url } = await noting()
  const curity = curityDriver({ call, issuer: url, introspector: app })
  await curity.requestToken({ grant_type: 'client_credentials' }, app, { json: { grant_type: 'x' } })
  await curity.register({ client_name: 'x' }, 'token', { text: '{"half":', headers: { 'content-type': 'text/plain' } })
  const posts = seen.filter(({ method }) => method === 'POST')
  expect(posts.map(({ body }) => body)).toEqual(['{"grant_type":"x"}', '{"half":'])
  const typeOf = ({ lines }: Seen) => lines.filter(([name]) => name === 'content-type').map(([, value]) => value)
  expect(posts.map(typeOf)).toEqual([['application/json'], ['text/plain']])
  expect(posts[1]?.lines).toContainEqual(['authorization', 'Bearer token'])
})
