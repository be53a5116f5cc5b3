import { expect, onTestFinished, test } from 'vitest'
import { buildGatewaySim } from '../../gateway-sim/app.ts'
import { routesOf } from '../../kit/declared-routes.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { clientOf } from '../../mock-curity/fault-targets.ts'
import { buildMockKonnect } from '../../mock-konnect/app.ts'

test('every endpoint that a fault can name is a route of its server', async () => {
  for (const { app, levers } of [await buildMockCurity(), buildMockKonnect()]) {
    onTestFinished(() => app.close())
    await app.ready()
    const { faults } = levers
    expect(Object.keys(faults.endpoints).length).toBeGreaterThan(10)
    for (const [name, routes] of Object.entries(faults.endpoints)) {
      expect(routes, name).not.toEqual([])
      for (const route of routes) {
        const armed = await app.inject({ method: 'POST', url: '/_mock/faults', payload: { route, kind: 'hang' } })
        expect([name, armed.statusCode, armed.body]).toEqual([name, 201, expect.any(String)])
      }
    }
  }
})

test('whatever a node proxies is its endpoint proxy', () => {
  const { proxy, levers } = buildGatewaySim({ konnectUrl: 'http://127.0.0.1:9', konnectToken: 'kpat_x' })
  expect(levers.faults.endpoints).toEqual({ proxy: ['* /*'] })
  expect(routesOf(proxy).every((route) => route.endsWith(' /*'))).toBe(true)
})

const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` })

test.for<[Partial<Parameters<typeof clientOf>[0]>, string | undefined]>([
  [{ headers: basic('a%2Fb+c:secret') }, 'a/b c'],
  [{ headers: basic('no-colon') }, 'no-colon'],
  [{ body: { client_id: 'form' } }, 'form'],
  [{ query: { client_id: 'query' } }, 'query'],
  [{ params: { clientId: 'managed' }, headers: { authorization: 'Bearer x' } }, 'managed'],
  [{ headers: { authorization: 'Bearer x' } }, undefined],
  [{ body: { client_id: 1 } }, undefined],
])('who calls mock-curity with %o: %s', ([sources, client]) => {
  expect(clientOf({ headers: {}, params: {}, query: {}, body: undefined, ...sources })).toBe(client)
})
