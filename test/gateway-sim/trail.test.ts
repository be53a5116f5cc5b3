import { expect, test } from 'vitest'
import { good, startRig } from './rig.ts'

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
