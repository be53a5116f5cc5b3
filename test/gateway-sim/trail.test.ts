import { expect, test } from 'vitest'
import { noSecretIn } from './decisions/decision.ts'
import { good, guard, type Rig, startRig, strategyId } from './rig.ts'

const steps = (header: string | null) => header?.split(' | ').map(decodeURIComponent)

test('tells in the answer and in the exchange how a refusal came about', async () => {
  const rig = await startRig({ entities: { applications: [] } })
  const { headers } = await rig.call('/orders', { headers: good })
  const trail = [
    'route orders to service orders',
    'strategy strategy-1',
    'client_credentials: found in header authorization',
    'token cache: miss',
    `discovery of ${rig.idp.issuer}`,
    '[notice] [openid-connect] loading tokens from the identity provider',
    'the token endpoint answered 200',
    'signature verified with key key-1 (ES256)',
    'claim sub is app-1',
  ]
  expect(steps(headers.get('x-harness-trail'))).toEqual(trail)
  await expect.poll(() => rig.exchanges.list().map((exchange) => exchange.trail)).toEqual([trail])
})

test('tells in the answer how a call was let in, to a caller that asks', async () => {
  const rig = await startRig()
  const { headers } = await rig.call('/orders', { headers: good })
  expect(steps(headers.get('x-harness-trail'))?.slice(-3)).toEqual([
    'claim sub is app-1',
    'application application-1',
    'registered for Orders v1 (linkage orders-v1)',
  ])
  const silent = await fetch(`${rig.url}/orders`, { headers: good })
  expect(silent.headers.get('x-harness-trail')).toBeNull()
})

test('names offers of one name once, however many link the service', async () => {
  const rig = await startRig()
  const one = guard(rig.idp.issuer)
  await rig.received(rig.control.push({ set: { guards: [one, { ...one, id: 'guard-2', scope: 'orders-classic' }] } }))
  const { headers } = await rig.call('/orders', { headers: good })
  expect(steps(headers.get('x-harness-trail'))?.at(-1)).toBe('registered for Orders v1 (linkage orders-v1)')
})

const bearer = async (rig: Rig) => ({ authorization: `Bearer ${await rig.idp.token('app-1')}` })
const afterOne = (call: (rig: Rig) => Promise<Record<string, string>>) => async (rig: Rig) => {
  await rig.call('/orders', { headers: good })
  return call(rig)
}
const session = async (rig: Rig) => {
  const [line = ''] = (await rig.call('/orders', { headers: good })).headers.getSetCookie()
  return { cookie: line.slice(0, line.indexOf(';')) }
}
const application = ['claim sub is app-1', 'application application-1', 'registered for Orders v1 (linkage orders-v1)']

test.for<[string, (rig: Rig) => Promise<Record<string, string>>, string[]]>([
  [
    'Basic, fetched',
    async () => good,
    [
      'client_credentials: found in header authorization',
      'token cache: miss',
      'the token endpoint answered 200',
      'signature verified with key key-1 (ES256)',
    ],
  ],
  [
    'Basic, kept',
    afterOne(async () => good),
    ['client_credentials: found in header authorization', 'token cache: hit'],
  ],
  ['Bearer, verified', bearer, ['bearer: found in header authorization', 'signature verified with key key-1 (ES256)']],
  [
    'Bearer, verified before',
    async (rig) => {
      const headers = await bearer(rig)
      await rig.call('/orders', { headers })
      return headers
    },
    ['bearer: found in header authorization', 'the token was verified before'],
  ],
  ['a session', session, ['session: found in cookie session']],
])('of %s it names method, credential, cache, key, claim, application and registration', async ([, headers, named]) => {
  const rig = await startRig()
  const reply = await rig.call('/orders', { headers: await headers(rig) })
  const trail = steps(reply.headers.get('x-harness-trail')) ?? []
  expect([reply.status, [...named, ...application].filter((step) => !trail.includes(step))]).toEqual([200, []])
  expect(trail).toEqual(rig.exchanges.list().at(-1)?.trail)
  noSecretIn(trail.join('\n'))
})

test.for([
  ['a refusal', {}],
  ['a proxied answer', good],
] as const)('of %s nobody elsewhere is told, but with the control token', async ([, headers]) => {
  const rig = await startRig({ controlToken: 'control' })
  const told = async (remoteAddress: string, more: Record<string, string> = {}) => {
    const asked = { url: '/orders', remoteAddress, headers: { ...headers, 'x-harness-explain': '1', ...more } }
    return Object.keys((await rig.gateway.proxy.inject(asked)).headers).filter((name) => name.startsWith('x-harness-'))
  }
  expect(await told('10.1.2.3')).toEqual([])
  expect(await told('10.1.2.3', { 'x-harness-token': 'wrong' })).toEqual([])
  expect(await told('10.1.2.3', { 'x-harness-token': 'control' })).toContain('x-harness-trail')
  expect(await told('127.0.0.1')).toContain('x-harness-trail')
  for (const { headers: seen } of rig.upstream.seen) expect(Object.keys(seen).join()).not.toContain('x-harness')
})

test('the trail of a key has not the key, nor that of a client’s own query', async () => {
  const rig = await startRig()
  const strategies = [{ strategy_id: strategyId, strategy_type: 'key_auth', config: { key_names: ['key'] } }]
  await rig.received(rig.control.push({ set: { guards: [guard('', {}, { strategies })] } }))
  const { status, headers } = await rig.call('/orders?key=secret-1')
  expect(status).toBe(401)
  noSecretIn(decodeURIComponent(headers.get('x-harness-trail') ?? ''))
  noSecretIn(JSON.stringify(rig.exchanges.list()))
})
