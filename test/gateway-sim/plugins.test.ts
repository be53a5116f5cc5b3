import { describe, expect, test } from 'vitest'
import { good, guard, type Rig, route, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

const plugin = (name: string, extra: Line = {}): Line => ({
  ...{ id: `plugin-${name}`, name, enabled: true, config: {}, protocols: ['http', 'https'] },
  ...{ service: null, route: null, consumer: null, tags: null, created_at: 1 },
  ...extra,
})

/** A rig whose control plane has these plugins. */
async function rigWith(plugins: Line[], set: Line = {}): Promise<Rig> {
  const rig = await startRig()
  await rig.received(rig.control.push({ set: { plugins, ...set } }))
  return rig
}

const preflight = (headers: Record<string, string> = {}) => ({
  method: 'OPTIONS',
  headers: { origin: 'https://shop.example', 'access-control-request-method': 'PUT', ...headers },
})
/** The headers that CORS is about. */
const corsHeaders = ({ headers }: { headers: Headers }) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'))

describe('cors', () => {
  test('answers a preflight without credentials, before anything else is asked', async () => {
    const rig = await rigWith([plugin('cors')])
    const reply = await rig.call('/orders', preflight({ 'access-control-request-headers': 'authorization' }))
    expect([reply.status, reply.text, reply.reason]).toEqual([200, '', null])
    expect(corsHeaders(reply)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization',
      'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT',
    })
    expect(reply.headers.get('content-length')).toBe('0')
    expect(reply.headers.get('server')).toBe('kong/3.14.0.0-enterprise-edition')
    expect([reply.headers.get('via'), rig.idp.called, rig.upstream.seen]).toEqual([null, 0, []])
  })

  test('says what its configuration says', async () => {
    const config = {
      ...{ origins: ['https://shop.example'], methods: ['GET', 'PUT'], headers: ['X-One', 'X-Two'] },
      ...{ credentials: true, max_age: 3600, private_network: true },
    }
    const rig = await rigWith([plugin('cors', { config })])
    const asked = preflight({ 'access-control-request-private-network': 'true' })
    expect(corsHeaders(await rig.call('/orders', asked))).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'X-One,X-Two',
      'access-control-allow-methods': 'GET,PUT',
      'access-control-max-age': '3600',
      'access-control-allow-private-network': 'true',
    })
  })

  test('an OPTIONS that is no preflight is authenticated', async () => {
    const rig = await rigWith([plugin('cors')])
    const { status, reason } = await rig.call('/orders', {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example' },
    })
    expect([status, reason]).toEqual([401, 'gateway.no-credentials'])
  })

  test('leaves preflights to the upstream when told so, and then those are authenticated', async () => {
    const rig = await rigWith([plugin('cors', { config: { preflight_continue: true } })])
    expect((await rig.call('/orders', preflight())).status).toBe(401)
  })

  test('marks answers of the upstream, over what that says itself, and refusals', async () => {
    const config = { origins: ['https://[a-z]+\\.example', 'https://one.test'], exposed_headers: ['X-Page', 'X-Total'] }
    const rig = await rigWith([plugin('cors', { config })])
    rig.upstream.respond = (_request, response) =>
      response.writeHead(200, { 'access-control-allow-origin': 'https://upstream', vary: 'Accept' }).end('{}')
    const from = (origin: string, headers = {}) => rig.call('/orders', { headers: { origin, ...headers } })
    expect(corsHeaders(await from('https://shop.example', good))).toEqual({
      vary: 'Accept, Origin',
      'access-control-allow-origin': 'https://shop.example',
      'access-control-expose-headers': 'X-Page,X-Total',
    })
    expect(corsHeaders(await from('https://evil.test', good))).not.toHaveProperty('access-control-allow-origin')
    const refused = await from('https://one.test')
    expect([refused.status, corsHeaders(refused)]).toMatchObject([
      401,
      { 'access-control-allow-origin': 'https://one.test' },
    ])
  })

  test('with credentials and any origin names the origin', async () => {
    const rig = await rigWith([plugin('cors', { config: { origins: ['*'], credentials: true } })])
    expect(corsHeaders(await rig.call('/orders', { headers: { origin: 'https://a.test' } }))).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': 'https://a.test',
      'access-control-allow-credentials': 'true',
    })
  })

  test('the instance that stands nearest to the route runs', async () => {
    const at = (id: string, origin: string, extra: Line = {}) =>
      plugin('cors', { id, config: { origins: [origin] }, ...extra })
    const origin = async (...plugins: Line[]) =>
      (await (await rigWith(plugins)).call('/orders', preflight())).headers.get('access-control-allow-origin')
    const everywhere = at('1', 'https://all.test')
    const onService = at('2', 'https://service.test', { service: { id: 'service-1' } })
    const onRoute = at('3', 'https://route.test', { route: { id: 'route-1' } })
    const elsewhere = at('4', 'https://other.test', { route: { id: 'route-2' } })
    expect(await origin(everywhere, onService, onRoute, elsewhere)).toBe('https://route.test')
    expect(await origin(onService, everywhere, elsewhere)).toBe('https://service.test')
    expect(await origin(elsewhere, everywhere)).toBe('https://all.test')
  })

  test('comes and goes with the configuration', async () => {
    const rig = await rigWith([plugin('cors')])
    expect((await rig.call('/orders', preflight())).status).toBe(200)
    await rig.received(rig.control.push({ set: { plugins: [plugin('cors', { enabled: false })] } }))
    expect((await rig.call('/orders', preflight())).status).toBe(401)
    await rig.received(rig.control.push({ set: { plugins: [plugin('cors')] } }))
    await rig.received(rig.control.push({ removed: { plugins: ['plugin-cors'] } }))
    expect((await rig.call('/orders', preflight())).status).toBe(401)
  })
})

describe('ace', () => {
  const api = (rig: Rig, extra: Line = {}): Line => {
    const { strategies, scope, name } = guard(rig.idp.issuer)
    const operation = { ...{ id: 'operation-1', method: 'get', path: '/orders/{id}' }, ...extra }
    return { id: 'api-1', scope, name, strategies, operations: [operation] }
  }
  async function rigOf(config: Line, extra: Line = {}): Promise<Rig> {
    const rig = await startRig()
    const set = { plugins: [plugin('ace', { config })], apis: [api(rig, extra)] }
    await rig.received(rig.control.push({ removed: { guards: ['guard-1'] }, set }))
    return rig
  }

  test('if_present, a request that is no operation passes unauthenticated', async () => {
    const rig = await rigOf({ match_policy: 'if_present' })
    expect((await rig.call('/orders')).status).toBe(200)
    expect([rig.idp.called, rig.upstream.last.headers['x-ace-operation-id']]).toEqual([0, undefined])
  })

  test('required, a request that is no operation is answered 404', async () => {
    const rig = await rigOf({ match_policy: 'required' })
    const { status, reason, headers } = await rig.call('/orders', { headers: good })
    expect([status, reason, headers.get('www-authenticate')]).toEqual([404, 'gateway.no-operation', null])
    expect([rig.idp.called, rig.upstream.seen]).toEqual([0, []])
  })

  test('an operation is guarded by its strategy, and the upstream is told which it is', async () => {
    const rig = await rigOf({})
    expect((await rig.call('/orders/42')).reason).toBe('gateway.no-credentials')
    const headers = { ...good, 'x-ace-operation-id': 'forged' }
    expect((await rig.call('/orders/42', { headers })).status).toBe(200)
    expect(rig.upstream.last.headers).toMatchObject({
      'x-ace-operation-id': 'operation-1',
      'x-credential-identifier': 'app-1',
    })
    expect((await rig.call('/orders/42', { method: 'POST' })).status).toBe(200)
    expect((await rig.call('/orders/42/lines')).status).toBe(200)
  })

  test('konnect-application-auth is asked before it, unless its ordering says otherwise', async () => {
    const ordering = { before: { access: ['konnect-application-auth'] } }
    const asked = async (extra: Line) => {
      const rig = await rigWith([plugin('ace', { config: { match_policy: 'required' }, ...extra })])
      const { status, reason } = await rig.call('/orders')
      const { warnings, trail = [] } = rig.exchanges.list().at(-1) ?? {}
      return [status, reason, warnings, trail.filter((step) => step.endsWith('asks'))]
    }
    const warnings = ['ace and konnect-application-auth both ask: documented as unpredictable']
    expect(await asked({})).toEqual([401, 'gateway.no-credentials', warnings, ['konnect-application-auth asks']])
    expect(await asked({ ordering })).toEqual([404, 'gateway.no-operation', warnings, ['ace asks']])
  })

  test('an operation of another host is another', async () => {
    const rig = await rigOf({ match_policy: 'required' }, { hosts: ['api.test'] })
    expect((await rig.call('/orders/42', { headers: good })).status).toBe(404)
  })
})

test('a plugin that is bound to a consumer or a consumer group does not run for everybody', async () => {
  for (const bound of [{ consumer: { id: 'consumer-1' } }, { consumer_group: { id: 'group-1' } }]) {
    const rig = await rigWith([plugin('cors', bound)])
    expect((await rig.call('/orders', preflight())).status).toBe(401)
  }
})

test('plugins that are not simulated, or do not fit, are named on every exchange they would run for', async () => {
  const rig = await rigWith([
    plugin('request-termination', { config: { minute: 5 } }),
    plugin('acl', { route: { id: 'route-2' } }),
    plugin('cors', { config: { origins: 'https://a.test' } }),
  ])
  await rig.call('/orders', { headers: good })
  expect(rig.exchanges.list().at(-1)?.warnings).toEqual([
    'plugin cors is left out: origins must be a list of strings or null',
    'gateway-sim does not simulate the plugin request-termination of the control plane (there are: cors, ace, acl, openid-connect, rate-limiting)',
  ])
})

test('state holds plugins, and takes them back', async () => {
  const rig = await rigWith([plugin('cors', { route: { id: 'route-1' } })], { routes: [route()] })
  const { body } = await rig.admin('/_mock/state?secrets=true')
  expect(body).toMatchObject({ configuration: { entities: { plugins: [{ name: 'cors' }] } } })
  await rig.received(rig.control.push({ removed: { plugins: ['plugin-cors'] } }))
  const headers = { 'content-type': 'application/json' }
  await rig.admin('/_mock/state', { method: 'PUT', headers, body: JSON.stringify(body) })
  expect((await rig.call('/orders', preflight())).status).toBe(200)
})

test('what the plugin is asked for and does not do is named, but for what finds consumers', async () => {
  const rig = await rigWith([plugin('openid-conect')])
  const config = { issuer: rig.idp.issuer, consumer_claim: ['sub'], auth_method: ['bearer'], anonymous: 'nobody' }
  await rig.received(rig.control.push({ set: { plugins: [plugin('openid-connect', { config })] } }))
  await rig.call('/orders', { headers: good })
  expect(rig.exchanges.list().at(-1)?.warnings).toEqual([
    'auth_method of the plugin is no field of the openid-connect plugin that gateway-sim knows (did you mean "auth_methods"?)',
    'gateway-sim does not simulate anonymous of the plugin: callers are applications, or the consumers that consumer_claims of the plugin find',
    'gateway-sim does not simulate the plugin openid-conect of the control plane (did you mean "openid-connect"?)',
  ])
})
