import { once } from 'node:events'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { good, route, service, startRig } from './rig.ts'

test('ends the call to the upstream when the caller goes away', async () => {
  const rig = await startRig()
  const gone = Promise.withResolvers<void>()
  rig.upstream.respond = (_request, response) => {
    response.on('close', gone.resolve)
    response.write('first')
  }
  const asked = request(`${rig.url}/orders`, { headers: good }).end()
  const [answer] = await once(asked, 'response')
  await once(answer, 'data')
  asked.destroy()
  await gone.promise
  await expect.poll(() => rig.exchanges.list().at(-1)?.outcome).toBe('aborted')
})

test('ends the call to the upstream when the caller goes away before it answers', async () => {
  const rig = await startRig()
  const asked = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  rig.upstream.respond = (_request, response) => {
    response.on('close', gone.resolve)
    asked.resolve()
  }
  const call = request(`${rig.url}/orders`, { headers: good }).on('error', () => undefined)
  call.end()
  await asked.promise
  call.destroy()
  await gone.promise
})

test('cuts the answer when the upstream dies in the middle of it', async () => {
  const rig = await startRig()
  rig.upstream.respond = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setImmediate(() => response.destroy())
  }
  const asked = request(`${rig.url}/orders`, { headers: good }).end()
  const [answer] = await once(asked, 'response')
  await expect(once(answer.resume(), 'end')).rejects.toThrow('aborted')
  expect((await rig.call('/other')).status).toBe(404)
})

test('asks again over a new connection when an idempotent request meets one that was cut, as often as the service says', async () => {
  const rig = await startRig({ entities: { guards: [] } })
  rig.upstream.respond = (_request, response) => response.destroy()
  await rig.received(rig.control.push({ set: { services: [service(rig.upstream.port, { retries: 2 })] } }))
  const { status, reason } = await rig.call('/orders')
  expect([status, reason, rig.upstream.seen.length]).toEqual([502, 'gateway.upstream.unreachable', 3])
  const posted = await rig.call('/orders', { method: 'POST' })
  expect([posted.status, rig.upstream.seen.length]).toEqual([502, 4])
})

test('answers 502 when the upstream speaks no HTTP', async () => {
  const rig = await startRig()
  rig.upstream.respond = (_request, response) => response.socket?.end('not http at all\r\n\r\n')
  const { status, body } = await rig.call('/orders', {
    method: 'POST',
    headers: { ...good, accept: 'application/json' },
  })
  expect([status, body]).toMatchObject([502, { message: 'An invalid response was received from the upstream server' }])
})

test('sends a caller that must use https away, or elsewhere', async () => {
  const rig = await startRig({
    entities: {
      routes: [
        route({ protocols: ['https'] }),
        route({ id: 'route-2', paths: ['/moved'], protocols: ['https'], https_redirect_status_code: 308 }),
      ],
    },
  })
  const refused = await rig.call('/orders')
  expect([refused.status, refused.body, refused.reason]).toMatchObject([
    426,
    { message: 'Please use HTTPS protocol' },
    'gateway.https-required',
  ])
  const moved = await rig.call('/moved?a=1')
  expect([moved.status, moved.headers.get('location')]).toEqual([308, 'https://127.0.0.1/moved?a=1'])
})

const asJson = '{\n  "message":"no Route matched with those values",\n  "request_id":"ID"\n}'
const asXml = `<?xml version="1.0" encoding="UTF-8"?>
<error>
  <message>no Route matched with those values</message>
  <requestid>ID</requestid>
</error>
`
const asHtml = `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <title>Error</title>
  </head>
  <body>
    <h1>Error</h1>
    <p>no Route matched with those values.</p>
    <p>request_id: ID</p>
  </body>
</html>
`

test.for([
  ['application/json', 'application/json', asJson],
  ['text/plain', 'text/plain', 'no Route matched with those values\nrequest_id: ID\n'],
  ['application/xml', 'application/xml', asXml],
  ['text/html;q=0.9, application/json;q=0.5', 'text/html', asHtml],
  ['image/png', 'application/json', asJson],
] as const)('answers in the format that %s asks for', async ([accept, type, body]) => {
  const rig = await startRig()
  const { headers, text } = await rig.call('/other', { headers: { accept } })
  expect(headers.get('content-type')).toBe(`${type}; charset=utf-8`)
  expect(text).toBe(body.replace('ID', String(headers.get('x-kong-request-id'))))
})

test('a service that speaks no HTTP is none, by its reason', async () => {
  const rig = await startRig()
  await rig.received(rig.control.push({ set: { services: [service(rig.upstream.port, { protocol: 'grpc' })] } }))
  const { status, reason, advice } = await rig.call('/orders', { headers: good })
  expect([status, reason]).toEqual([503, 'gateway.no-service'])
  expect(advice).toContain('speaks grpc')
})
