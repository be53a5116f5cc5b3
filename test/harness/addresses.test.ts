import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectWorld, startWorld } from '../../harness/public.ts'

async function world(options: Parameters<typeof startWorld>[0] = {}) {
  const started = await startWorld(options)
  onTestFinished(() => started.close())
  return started
}

test('konnect.portal: developers are at another address than operators', async () => {
  const [operators, developers] = [await world(), await world()]
  const { konnect } = operators.addresses
  const portal = developers.addresses.konnect.url
  const both = await connectWorld({ ...operators.addresses, konnect: { ...konnect, portal } })
  onTestFinished(() => both.close())
  await both.portal.createApplication({ name: 'billing' })
  await both.konnect.list('/v3/apis')
  const asked = async ({ levers }: typeof operators) =>
    (await levers.exchanges({ server: 'mock-konnect' })).map(({ request }) => request.url.split('/')[1])
  expect(new Set(await asked(developers))).toEqual(new Set(['api']))
  expect(new Set((await asked(operators)).filter((part) => part !== '_cluster'))).toEqual(new Set(['v3']))
})

test('gateway.settleMs: after a change, calls wait until a real data plane has it; after that they do not', async () => {
  const { addresses } = await world()
  // A control plane that does not tell its version, as Konnect itself.
  const server = createServer((request, response) => {
    const isLever = request.url?.startsWith('/_mock') ?? false
    response.writeHead(isLever ? 404 : 201, { 'content-type': 'application/json' }).end('{"id":"x"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on TCP
  const settling = async (settleMs: number) => {
    const real = await connectWorld({
      ...addresses,
      konnect: { ...addresses.konnect, url },
      gateway: { ...addresses.gateway, settleMs },
    })
    onTestFinished(() => real.close())
    return real
  }
  const soon = await settling(300)
  const started = performance.now()
  await soon.konnect.create('/v3/apis', {})
  await soon.gateway.get('/orders')
  expect(performance.now() - started).toBeGreaterThan(299)

  // Whoever waited here would still wait when the test is over.
  const never = await settling(3_600_000)
  await never.konnect.call('GET', '/v3/apis')
  await never.gateway.get('/orders')
  await never.konnect.create('/v3/apis', {})
  await never.gateway.get('/orders', { stale: true })
})

test('exchangesKept: how many a world keeps, and how many went before', async () => {
  const { gateway, levers, addresses } = await world({ exchangesKept: 3 })
  for (let call = 0; call < 5; call++) await gateway.get('/nowhere')
  expect(await levers.exchanges()).toHaveLength(3)
  const { dropped } = (await (await fetch(`${addresses.curity.url}/_mock/exchanges`)).json()) as { dropped: number }
  expect(dropped).toBeGreaterThanOrEqual(2)
  const silent = await world({ exchangesKept: 0 })
  await silent.gateway.get('/nowhere')
  expect(await silent.levers.exchanges()).toEqual([])
})
