import { once } from 'node:events'
import { request } from 'node:https'
import { expect, onTestFinished, test } from 'vitest'
import { listenerBefore } from '../../gateway-sim/proxy/entrance.ts'
import { createAuthority } from '../../kit/tls/certificate-authority.ts'
import { addressPort, good, type Rig, type RigOptions, route, startRig } from './rig.ts'

/** A rig with a TLS listener beside its plain one, and a call to it. */
async function rigWithTls(options: RigOptions = {}) {
  const rig = await startRig(options)
  const authority = await createAuthority()
  const listener = await listenerBefore(
    () => rig.gateway.entrance,
    await authority.issue({ names: ['127.0.0.1', 'localhost', 'api.test'] }),
  )
  await listener.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => listener.close())
  const port = addressPort(listener.server.address())
  const call = async (path: string, servername = 'localhost', headers: Record<string, string> = good) => {
    const asked = request({
      ...{ host: '127.0.0.1', port, path, servername, headers, agent: false },
      ca: authority.certificate,
    }).end()
    const [answer] = await once(asked, 'response')
    await once(answer.resume(), 'end')
    return answer.statusCode as number
  }
  return { rig, port, call }
}

const statusOverHttp = async (rig: Rig) => (await rig.call('/orders', { headers: good })).status

test('a TLS listener stands beside the plain one, and upstreams are told which was called', async () => {
  const { rig, port, call } = await rigWithTls()
  expect(await call('/orders')).toBe(200)
  expect(rig.upstream.last.headers).toMatchObject({ 'x-forwarded-proto': 'https', 'x-forwarded-port': String(port) })
  expect(await statusOverHttp(rig)).toBe(200)
  expect(rig.upstream.last.headers['x-forwarded-proto']).toBe('http')
})

test('a route for https alone answers over TLS, and sends plain callers there', async () => {
  const { rig, call } = await rigWithTls({ entities: { routes: [route({ protocols: ['https'] })] } })
  expect([await call('/orders'), await statusOverHttp(rig)]).toEqual([200, 426])
})

test('a route with server names takes callers over TLS that ask for one of them', async () => {
  const { call } = await rigWithTls({ entities: { routes: [route({ snis: ['api.test'] })] } })
  expect([await call('/orders', 'api.test'), await call('/orders', 'localhost')]).toEqual([200, 404])
})

test('a caller without credentials is refused over TLS too', async () => {
  const { call } = await rigWithTls()
  expect(await call('/orders', 'localhost', {})).toBe(401)
})
