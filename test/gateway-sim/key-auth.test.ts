import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { application, good, guard, type Rig, scope, startRig } from './rig.ts'

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')
const keyGuard = {
  id: 'guard-2',
  service: { id: 'service-1' },
  scope,
  name: 'Orders v1',
  strategies: [{ strategy_id: 'keys', strategy_type: 'key_auth', config: { key_names: ['apikey', 'X-Key'] } }],
}
const keyApplication = application({
  id: 'application-2',
  client_id: null,
  auth_strategy_id: 'keys',
  api_keys: [hashOf('key-1'), hashOf('key-2')],
})
const startKeys = (extra: object = {}) =>
  startRig({ entities: { guards: [keyGuard], applications: [keyApplication], ...extra } })
const core = (message: string, { headers }: { headers: Headers }) =>
  `{\n  "message":"${message}",\n  "request_id":"${headers.get('x-kong-request-id')}"\n}`

test.for([
  ['a header', '/orders', { apikey: 'key-1' }],
  ['another header', '/orders', { 'x-key': 'key-2' }],
  ['the query', '/orders?apikey=key-1', {}],
] as const)('lets an application in that shows its key in %s', async ([, path, headers]) => {
  const rig = await startKeys()
  expect((await rig.call(path, { headers })).status).toBe(200)
  expect(rig.upstream.last.headers['x-credential-identifier']).toBe('application-2')
  expect(rig.upstream.last.headers.authorization).toBeUndefined()
})

test.for([
  ['no key', {}, 'No API key found in request', 'gateway.no-credentials'],
  ['an unknown key', { apikey: 'nope' }, 'Unauthorized', 'gateway.key.unknown'],
] as const)('refuses %s as key-auth does', async ([, headers, message, reason]) => {
  const rig = await startKeys()
  const reply = await rig.call('/orders', { headers })
  expect([reply.status, reply.text, reply.reason]).toEqual([401, core(message, reply), reason])
  expect(reply.headers.get('www-authenticate')).toBe('Key')
})

test('refuses a key whose application is not registered', async () => {
  const rig = await startKeys({ applications: [{ ...keyApplication, scopes: [] }] })
  const reply = await rig.call('/orders', { headers: { apikey: 'key-1' } })
  expect([reply.status, reply.reason]).toEqual([403, 'gateway.application.not-registered'])
})

test('forgets a key that was removed', async () => {
  const rig = await startKeys()
  await rig.received(rig.control.push({ set: { applications: [{ ...keyApplication, api_keys: [hashOf('key-2')] }] } }))
  expect((await rig.call('/orders', { headers: { apikey: 'key-1' } })).status).toBe(401)
  expect((await rig.call('/orders', { headers: { apikey: 'key-2' } })).status).toBe(200)
})

test('asks for a key first where both kinds guard a service, and takes either', async () => {
  const rig = await startRig()
  const both = async (asked: Rig) =>
    asked.received(
      asked.control.push({
        set: { guards: [guard(asked.idp.issuer), keyGuard], applications: [keyApplication, application()] },
      }),
    )
  await both(rig)
  expect((await rig.call('/orders', { headers: { apikey: 'key-1' } })).status).toBe(200)
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  expect((await rig.call('/orders', { headers: { apikey: 'nope', ...good } })).status).toBe(200)
})

test('keeps keys out of exchanges', async () => {
  const rig = await startKeys()
  await rig.call('/orders?apikey=key-1&X-Key=key-1&a=%20', { headers: { 'x-key': 'key-2' } })
  expect(rig.upstream.last.url).toBe('/?apikey=key-1&X-Key=key-1&a=%20')
  expect(rig.upstream.last.headers['x-key']).toBe('key-2')
  const [exchange] = rig.exchanges.list()
  expect(exchange?.request.url).toBe('/orders?apikey=***&X-Key=***&a=%20')
  expect(JSON.stringify(exchange)).not.toMatch(/key-[12]/)
})
