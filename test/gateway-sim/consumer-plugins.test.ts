import { once } from 'node:events'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { application, good, guard, patience, portOf, type Rig, type RigOptions, scope, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'

/** What callers may write to look like somebody, in every family that an auth plugin owns. */
const forged = {
  'x-consumer-id': 'forged',
  'x-consumer-custom-id': 'forged',
  'x-consumer-username': 'forged',
  'x-consumer-groups': 'forged',
  'x-credential-identifier': 'forged',
  'x-credential-username': 'forged',
  'x-authenticated-groups': 'forged',
  'x-authenticated-scope': 'forged',
  'x-authenticated-userid': 'forged',
  'x-anonymous-consumer': 'forged',
}
const billing = {
  id: 'consumer-1',
  username: 'billing',
  custom_id: 'b-1',
  groups: ['buyers'],
  consumer_groups: ['gold'],
}
const nobody = { id: 'consumer-2', username: 'nobody', custom_id: null }

/** A rig without an application guard, whose service has these plugins. */
async function rigWith(plugins: Record<string, Line>, options: RigOptions = {}, consumers: Line[] = [billing, nobody]) {
  const rig = await startRig({ ...options, entities: { guards: [], ...options.entities } })
  const all = Object.entries(plugins).map(([name, config]) => ({ id: `plugin-${name}`, name, enabled: true, config }))
  await rig.received(rig.control.push({ set: { plugins: all.map((one) => withIssuer(one, rig)), consumers } }))
  return rig
}

const withIssuer = ({ name, config, ...plugin }: { name: string; config: Line }, { idp }: Rig): Line => ({
  ...{ ...plugin, name },
  config: name === 'openid-connect' ? { ...patience, issuer: idp.issuer, auth_methods: ['bearer'], ...config } : config,
})

interface Answer {
  status: number
  body: string
  /** All headers of the gateway's own that say who calls, or refuse him. */
  challenge: string | undefined
  /** All headers that the upstream got; undefined when it was not asked. */
  upstream: Record<string, unknown> | undefined
}

/** Calls with nothing but these headers, and every forged one. */
async function call(rig: Rig, headers: Record<string, string> = {}): Promise<Answer> {
  const before = rig.upstream.seen.length
  const asked = request({
    host: '127.0.0.1',
    port: portOf(rig.url),
    path: '/orders',
    headers: { host: 'api.test', ...forged, ...headers },
    agent: false,
  }).end()
  const [answer] = await once(asked, 'response')
  let body = ''
  for await (const chunk of answer) body += chunk
  const challenge = answer.headers['www-authenticate']
  const upstream = rig.upstream.seen.length > before ? { ...rig.upstream.last.headers } : undefined
  return { status: answer.statusCode, body, challenge, upstream }
}

/** What the upstream is told whoever calls (gateway.md 8.2), and what it is told of the caller. */
const told = (rig: Rig, caller: Record<string, unknown>) => ({
  ...{ host: `127.0.0.1:${rig.upstream.port}`, connection: 'keep-alive', via: '1.1 kong/3.14.0.0-enterprise-edition' },
  ...{ 'x-real-ip': '127.0.0.1', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' },
  ...{ 'x-forwarded-host': 'api.test', 'x-forwarded-port': String(portOf(rig.url)), 'x-forwarded-path': '/orders' },
  ...{ 'x-forwarded-prefix': '/orders', 'x-kong-request-id': expect.stringMatching(/^[0-9a-f]{32}$/) },
  ...{ traceparent: expect.any(String), ...caller },
})

const bearer = async (rig: Rig, claims: Line = {}) => ({
  authorization: `Bearer ${await rig.idp.token('app-1', claims)}`,
})
const asBilling = { 'x-consumer-id': 'consumer-1', 'x-consumer-custom-id': 'b-1', 'x-consumer-username': 'billing' }

test('where nobody authenticates, what callers say of themselves goes on', async () => {
  const rig = await rigWith({})
  expect((await call(rig)).upstream).toEqual(told(rig, forged))
})

describe('openid-connect alone', () => {
  const mapping = { consumer_claim: ['client'], consumer_by: ['username'] }

  test('a token becomes a consumer, and of all that was forged nothing goes on', async () => {
    const rig = await rigWith({ 'openid-connect': mapping })
    const headers = await bearer(rig, { client: 'billing' })
    const { status, upstream } = await call(rig, headers)
    expect(status).toBe(200)
    expect(upstream).toEqual(told(rig, { ...headers, ...asBilling, 'x-credential-identifier': 'app-1' }))
  })

  test.for([
    ['custom_id', 'b-1'],
    ['id', 'consumer-1'],
  ])('consumer_by %s finds it too', async ([by, client]) => {
    const rig = await rigWith({ 'openid-connect': { ...mapping, consumer_by: [by] } })
    expect((await call(rig, await bearer(rig, { client }))).upstream).toMatchObject(asBilling)
  })

  test('a consumer without a custom id or a user name is told by what it has', async () => {
    const rig = await rigWith({ 'openid-connect': mapping })
    const headers = await bearer(rig, { client: 'nobody' })
    const caller = {
      'x-consumer-id': 'consumer-2',
      'x-consumer-username': 'nobody',
      'x-credential-identifier': 'app-1',
    }
    expect((await call(rig, headers)).upstream).toEqual(told(rig, { ...headers, ...caller }))
  })

  test('a token of no consumer is forbidden, unless consumer_optional lets it on without one', async () => {
    const rig = await rigWith({ 'openid-connect': mapping })
    const challenge = `Bearer realm="${new URL(rig.idp.url).host}", error="insufficient_scope"`
    const refused = { status: 403, body: '{"message":"Forbidden"}', challenge, upstream: undefined }
    expect(await call(rig, await bearer(rig, { client: 'stranger' }))).toEqual(refused)
    expect(await call(rig, await bearer(rig))).toEqual(refused)
    const optional = await rigWith({ 'openid-connect': { ...mapping, consumer_optional: true } })
    const headers = await bearer(optional)
    const { upstream } = await call(optional, headers)
    expect(upstream).toEqual(told(optional, { ...headers, 'x-credential-identifier': 'app-1' }))
  })

  test('without a claim for consumers nobody is one', async () => {
    const rig = await rigWith({ 'openid-connect': {} })
    const headers = await bearer(rig)
    expect((await call(rig, headers)).upstream).toEqual(told(rig, { ...headers, 'x-credential-identifier': 'app-1' }))
  })

  test('consumer_claims tries several claims from 3.14 on; a release before knows consumer_claim alone', async () => {
    const both = { consumer_claims: [['azp'], ['client']], consumer_claim: ['sub'], consumer_by: ['username'] }
    const rig = await rigWith({ 'openid-connect': both })
    expect((await call(rig, await bearer(rig, { client: 'billing' }))).upstream).toMatchObject(asBilling)
    const older = await rigWith({ 'openid-connect': both }, { behaviour: { gatewayVersion: '3.13' } })
    expect((await call(older, await bearer(older, { client: 'billing' }))).status).toBe(403)
  })

  test('anonymous lets a caller without a credential on as that consumer, and says so', async () => {
    const rig = await rigWith({ 'openid-connect': { ...mapping, anonymous: 'nobody' } })
    const { status, upstream } = await call(rig)
    expect(status).toBe(200)
    const caller = { 'x-consumer-id': 'consumer-2', 'x-consumer-username': 'nobody', 'x-anonymous-consumer': 'true' }
    expect(upstream).toEqual(told(rig, caller))
    const known = await call(rig, await bearer(rig, { client: 'billing' }))
    expect(known.upstream).toMatchObject(asBilling)
    expect(known.upstream).not.toHaveProperty('x-anonymous-consumer')
  })

  test('anonymous that names nobody is a fault of the configuration', async () => {
    const rig = await rigWith({ 'openid-connect': { anonymous: 'who' } })
    const body = '{"message":"An unexpected error occurred"}'
    expect(await call(rig)).toEqual({ status: 500, body, challenge: undefined, upstream: undefined })
  })
})

describe('acl', () => {
  const oidc = { consumer_claim: ['client'], consumer_by: ['username'], authenticated_groups_claim: ['groups'] }
  const refused = (status: number, message: string) => ({
    ...{ status, challenge: undefined, upstream: undefined },
    body: expect.stringMatching(
      new RegExp(`^\\{\\n {2}"message":"${message}",\\n {2}"request_id":"[0-9a-f]{32}"\\n\\}$`),
    ),
  })

  test.for<[string, Line, Line, string | 403]>([
    ['a group of the consumer’s own is allowed', { allow: ['buyers'] }, {}, 'buyers'],
    [
      'a consumer group counts when it is included',
      { allow: ['gold'], include_consumer_groups: true },
      {},
      'buyers, gold',
    ],
    ['a consumer group does not count otherwise', { allow: ['gold'] }, {}, 403],
    ['a group of the token is allowed', { allow: ['ops'] }, { groups: ['ops', 'dev'] }, 'buyers, ops, dev'],
    ['groups of the token in one text', { allow: ['ops'] }, { groups: 'ops dev' }, 'buyers, ops, dev'],
    ['no group is allowed', { allow: ['others'] }, {}, 403],
    ['a group is denied', { deny: ['buyers'] }, {}, 403],
    ['another group is denied', { deny: ['others'] }, {}, 'buyers'],
    ['the header is hidden', { allow: ['buyers'], hide_groups_header: true }, {}, ''],
  ])('%s', async ([, config, claims, groups]) => {
    const rig = await rigWith({ 'openid-connect': oidc, acl: config })
    const headers = await bearer(rig, { client: 'billing', ...claims })
    const answer = await call(rig, headers)
    if (groups === 403) expect(answer).toEqual(refused(403, 'You cannot consume this service'))
    else {
      const caller = { ...headers, ...asBilling, 'x-credential-identifier': 'app-1' }
      expect(answer.upstream).toEqual(told(rig, { ...caller, ...(groups && { 'x-consumer-groups': groups }) }))
    }
  })

  test('without anybody who says who calls, nobody is let on', async () => {
    const rig = await rigWith({ acl: { allow: ['buyers'] } })
    expect(await call(rig, await bearer(rig))).toEqual(refused(401, 'Unauthorized'))
  })
})

describe('applications that stand for consumers', () => {
  /** A rig whose application is registered for a consumer. */
  async function registered(gatewayVersion: string, plugins: Record<string, Line> = {}) {
    const own = application({ consumers: { [scope]: 'consumer-1' }, consumer_groups: ['gold'] })
    const rig = await rigWith(plugins, { behaviour: { gatewayVersion }, entities: { applications: [own] } })
    await rig.received(rig.control.push({ set: { guards: [guard(rig.idp.issuer)] } }))
    return rig
  }
  const released = (rig: Rig, version: string, caller: Line) => ({
    ...told(rig, {
      authorization: expect.stringMatching(/^Bearer eyJ/),
      'x-credential-identifier': 'app-1',
      ...caller,
    }),
    via: `1.1 kong/${version}.0.0-enterprise-edition`,
  })

  test('from 3.15 on the upstream is told the consumer', async () => {
    const rig = await registered('3.15')
    expect((await call(rig, good)).upstream).toEqual(released(rig, '3.15', asBilling))
  })

  test('before 3.15 it is told the credential alone', async () => {
    const rig = await registered('3.14')
    expect((await call(rig, good)).upstream).toEqual(released(rig, '3.14', {}))
  })

  test('its consumer groups count for acl, and the upstream is told', async () => {
    const rig = await registered('3.15', { acl: { allow: ['gold'], include_consumer_groups: true } })
    const { status, upstream } = await call(rig, good)
    expect([status, upstream?.['x-consumer-groups']]).toEqual([200, 'buyers, gold'])
  })

  test('a registration for a consumer that is gone is one without', async () => {
    const rig = await registered('3.15')
    await rig.received(rig.control.push({ removed: { consumers: ['consumer-1'] } }))
    expect((await call(rig, good)).upstream).toEqual(released(rig, '3.15', {}))
  })
})
