import { once } from 'node:events'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { good, portOf, route, startRig } from './rig.ts'

test('tells the upstream who asked, and where', async () => {
  const rig = await startRig()
  await rig.call('/orders/a%20b?x=%31&y', {
    headers: {
      ...good,
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-host': 'evil',
      'x-forwarded-proto': 'https',
      'x-real-ip': '10.0.0.1',
      via: '1.1 edge',
      'x-custom': 'kept',
      'user-agent': 'test',
      'accept-language': 'en',
      'accept-encoding': 'identity',
    },
  })
  const { 'x-kong-request-id': id, traceparent, authorization, ...headers } = rig.upstream.last.headers
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(authorization).toMatch(/^Bearer eyJ/)
  expect(rig.upstream.last.url).toBe('/a%20b?x=%31&y')
  expect(headers).toEqual({
    host: `127.0.0.1:${rig.upstream.port}`,
    connection: 'keep-alive',
    accept: '*/*',
    'accept-encoding': 'identity',
    'accept-language': 'en',
    'sec-fetch-mode': 'cors',
    'user-agent': 'test',
    'x-custom': 'kept',
    'x-credential-identifier': 'app-1',
    'x-forwarded-for': '10.0.0.1, 127.0.0.1',
    'x-forwarded-host': '127.0.0.1',
    'x-forwarded-path': '/orders/a%20b',
    'x-forwarded-port': String(portOf(rig.url)),
    'x-forwarded-prefix': '/orders',
    'x-forwarded-proto': 'http',
    'x-real-ip': '127.0.0.1',
    via: '1.1 edge, 1.1 kong/3.14.0.0-enterprise-edition',
  })
})

test('removes every identity header that the caller wrote', async () => {
  const rig = await startRig()
  const forged = {
    'x-consumer-id': '1',
    'X-Consumer-Username': 'root',
    'x-consumer-custom-id': '1',
    'x-consumer-groups': 'admins',
    'x-credential-identifier': 'app-2',
    'x-credential-username': 'root',
    'x-anonymous-consumer': 'true',
    'x-authenticated-userid': 'root',
  }
  await rig.call('/orders', { headers: { ...good, ...forged } })
  const { headers } = rig.upstream.last
  expect(Object.keys(headers).filter((name) => /^x-(consumer|anonymous|authenticated)/.test(name))).toEqual([])
  expect([headers['x-credential-identifier'], headers['x-credential-username']]).toEqual(['app-1', undefined])
})

test('leaves callers alone where nothing guards the service', async () => {
  const rig = await startRig({ entities: { guards: [] } })
  await rig.call('/orders', { headers: { ...good, 'x-consumer-id': '1' } })
  expect(rig.upstream.last.headers).toMatchObject({ ...good, 'x-consumer-id': '1' })
})

test('keeps headers of one connection to that connection', async () => {
  const rig = await startRig()
  rig.upstream.respond = (_request, response) => {
    response.setHeader('connection', 'close, x-hop')
    response.setHeader('x-hop', '1')
    response.setHeader('proxy-authenticate', 'Basic')
    response.setHeader('x-end', '2')
    response.end('x')
  }
  const headers = {
    ...good,
    connection: 'keep-alive, x-mine',
    'x-mine': '1',
    te: 'trailers',
    'keep-alive': 'timeout=1',
  }
  const asked = request(`${rig.url}/orders`, { headers }).end()
  const [answer] = await once(asked, 'response')
  answer.resume()
  await once(answer, 'end')
  expect([answer.headers['x-hop'], answer.headers['proxy-authenticate'], answer.headers['x-end']]).toEqual([
    undefined,
    undefined,
    '2',
  ])
  expect(rig.upstream.last.headers).not.toHaveProperty('x-mine')
  expect(rig.upstream.last.headers).not.toHaveProperty('te')
  expect(rig.upstream.last.headers).not.toHaveProperty('keep-alive')
})

test('spells headers as the data plane does, and the caller’s own as they came', async () => {
  const rig = await startRig({ strategy: { auth_methods: ['client_credentials'] } })
  const asked = request(`${rig.url}/orders`, { headers: { Authorization: good.authorization, 'x-CUSTOM': '1' } }).end()
  const [answer] = await once(asked, 'response')
  answer.resume()
  await once(answer, 'end')
  const namesOf = (rawHeaders: readonly string[]) => rawHeaders.filter((_, at) => at % 2 === 0)
  const own = ['Server', 'X-Kong-Upstream-Latency', 'X-Kong-Proxy-Latency', 'Via', 'X-Kong-Request-Id', 'Connection']
  expect(namesOf(answer.rawHeaders)).toEqual(['Content-Type', 'Date', ...own, 'Transfer-Encoding'])
  expect(namesOf(rig.upstream.last.rawHeaders)).toEqual([
    ...['host', 'connection', 'x-CUSTOM', 'X-Real-IP', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host'],
    ...['X-Forwarded-Port', 'X-Forwarded-Path', 'X-Kong-Request-Id', 'Via', 'X-Forwarded-Prefix', 'traceparent'],
    ...['Authorization', 'X-Credential-Identifier'],
  ])
})

test('gives back repeated headers, status text and body as the upstream sent them', async () => {
  const rig = await startRig({ strategy: { auth_methods: ['client_credentials'] } })
  rig.upstream.respond = (_request, response) =>
    response
      .writeHead(418, 'Short and stout', [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['via', '1.0 inner'],
        ['date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
      ])
      .end('tea')
  const asked = request(`${rig.url}/orders`, { headers: good }).end()
  const [answer] = await once(asked, 'response')
  let body = ''
  for await (const piece of answer) body += piece
  expect([answer.statusCode, answer.statusMessage, body]).toEqual([418, 'Short and stout', 'tea'])
  expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  expect(answer.headers.via).toBe('1.0 inner, 1.1 kong/3.14.0.0-enterprise-edition')
  expect(answer.headers.date).toBe('Thu, 01 Jan 1970 00:00:00 GMT')
})

test('streams both ways: each piece goes on before the next one comes', async () => {
  const rig = await startRig()
  rig.upstream.respond = (inbound, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    inbound.on('data', (chunk) => response.write(`got ${chunk}`)).on('end', () => response.end('bye'))
  }
  const asked = request(`${rig.url}/orders`, { method: 'POST', headers: { ...good, 'content-type': 'text/plain' } })
  asked.write('one')
  const [answer] = await once(asked, 'response')
  let come = ''
  answer.on('data', (piece: Buffer) => {
    come += piece
  })
  await expect.poll(() => come, { interval: 1 }).toBe('got one')
  asked.write('two')
  await expect.poll(() => come, { interval: 1 }).toBe('got onegot two')
  asked.end()
  await once(answer, 'end')
  expect(come).toBe('got onegot twobye')
})

test('carries a large body of any type whole, and a form too long to be searched', async () => {
  const rig = await startRig()
  const form = `a=${'x'.repeat(100_000)}`
  for (const type of [
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data',
    ';;;',
    'text/plain',
  ]) {
    await rig.call('/orders', { method: 'PUT', headers: { ...good, 'content-type': type }, body: form })
    expect([type, rig.upstream.last.body === form, rig.upstream.last.headers['content-type']]).toEqual([
      type,
      true,
      type,
    ])
  }
})

test('finds no credential in a body that is longer than nginx keeps', async () => {
  const rig = await startRig()
  const body = `client_id=app-1&client_secret=secret-1&a=${'x'.repeat(9000)}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const { status, reason } = await rig.call('/orders', { method: 'POST', headers, body })
  expect([status, reason]).toEqual([401, 'gateway.no-credentials'])
})

test.for(['HEAD', 'OPTIONS', 'PROPFIND', 'PURGE', 'DELETE', 'PATCH'])('proxies %s', async (method) => {
  const rig = await startRig()
  const asked = request(`${rig.url}/orders`, { method, headers: good }).end()
  const [answer] = await once(asked, 'response')
  answer.resume()
  await once(answer, 'end')
  expect([answer.statusCode, rig.upstream.last.method]).toEqual([200, method])
})

test('sends no body with an answer that has none', async () => {
  const rig = await startRig()
  rig.upstream.respond = (_request, response) => response.writeHead(204).end()
  expect(await rig.call('/orders', { headers: good })).toMatchObject({ status: 204, text: '' })
})

test('keeps the host of the caller when the route says so', async () => {
  const rig = await startRig({ entities: { routes: [route({ preserve_host: true })] } })
  await rig.call('/orders', { headers: good })
  expect(rig.upstream.last.headers.host).toBe(new URL(rig.url).host)
})
