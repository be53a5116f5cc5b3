import { expect, test } from 'vitest'
import { basic, good, startRig } from './rig.ts'

const hundred = Array.from({ length: 100 })

test('a hundred simultaneous first calls with one credential make one token request', async () => {
  const rig = await startRig()
  const replies = await Promise.all(hundred.map(() => rig.call('/orders', { headers: good })))
  expect(replies.every(({ status }) => status === 200)).toBe(true)
  expect(rig.idp.calls).toEqual({ discovery: 1, jwks: 1, token: 1 })
})

test('keeps no refusal', async () => {
  const rig = await startRig()
  const wrong = { headers: { authorization: basic('app-1', 'wrong') } }
  await rig.call('/orders', wrong)
  rig.idp.clients.set('app-1', 'wrong')
  expect((await rig.call('/orders', wrong)).status).toBe(200)
  expect(rig.idp.calls.token).toBe(2)
})

test.for([
  ['expires_in', {}, { expires_in: 120 }, 119, 121],
  ['expires_in as text', {}, { expires_in: '120' }, 119, 121],
  ['cache_ttl without expires_in', { cache_ttl: 60 }, { expires_in: undefined }, 59, 61],
  ['cache_ttl_max', { cache_ttl_max: 30 }, { expires_in: 120 }, 29, 31],
  ['cache_ttl_min', { cache_ttl_min: 90 }, { expires_in: 10 }, 89, 91],
] as const)('keeps a token as long as %s says', async ([, strategy, answer, within, after]) => {
  const rig = await startRig({ strategy: { ...strategy } })
  rig.idp.answer = answer
  await rig.call('/orders', { headers: good })
  rig.clock.advance(within * 1000)
  await rig.call('/orders', { headers: good })
  expect(rig.idp.calls.token).toBe(1)
  rig.clock.advance((after - within) * 1000)
  await rig.call('/orders', { headers: good })
  expect(rig.idp.calls.token).toBe(2)
})

test('keeps no token that is over when it comes', async () => {
  const rig = await startRig()
  rig.idp.answer = { expires_in: 0 }
  await rig.call('/orders', { headers: good })
  await rig.call('/orders', { headers: good })
  expect(rig.idp.calls.token).toBe(2)
})

test('asks for openid when the strategy names no scope, with the caller’s own Basic credentials', async () => {
  const rig = await startRig()
  await rig.call('/orders', { headers: good })
  expect(rig.idp.tokenCalls).toEqual([
    { authorization: good.authorization, form: { grant_type: 'client_credentials', scope: 'openid' } },
  ])
})

test('asks for the strategy’s scopes and arguments, and authenticates as configured', async () => {
  const rig = await startRig({
    strategy: {
      scopes: ['a', 'b'],
      token_post_args_names: ['audience'],
      token_post_args_values: ['orders'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  })
  await rig.call('/orders', { headers: good })
  expect(rig.idp.tokenCalls).toEqual([
    {
      authorization: undefined,
      form: {
        grant_type: 'client_credentials',
        scope: 'a b',
        audience: 'orders',
        client_id: 'app-1',
        client_secret: 'secret-1',
      },
    },
  ])
})

test('authenticates with the form when the identity provider takes nothing else', async () => {
  const rig = await startRig()
  rig.idp.discovery = { token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'] }
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  expect(rig.idp.tokenCalls[0]?.authorization).toBeUndefined()
})

test('sends credentials on byte for byte', async () => {
  const rig = await startRig()
  const secret = 'pä:ss%20+wörd'
  rig.idp.clients.set('app-1', secret)
  expect((await rig.call('/orders', { headers: { authorization: basic('app-1', secret) } })).status).toBe(200)
  const query = new URLSearchParams({ client_id: 'app-1', client_secret: secret })
  expect((await rig.call(`/orders?${query}`)).status).toBe(200)
  expect(rig.idp.calls.token).toBe(1)
})
