import { expect, onTestFinished, test } from 'vitest'
import type { Quirk } from '../../gateway-sim/quirks/hook-points.ts'
import { knownQuirks as ofGateway } from '../../gateway-sim/quirks/known.ts'
import type { Given } from '../../harness/given.ts'
import { startWorld } from '../../harness/world.ts'
import type { Complaints } from '../../kit/complaints.ts'
import { knownQuirks as ofCurity } from '../../mock-curity/quirks/known.ts'
import { knownQuirks as ofKonnect } from '../../mock-konnect/quirks/known.ts'

async function world(given: Given) {
  const started = await startWorld({ given })
  onTestFinished(() => started.close())
  const { portal } = started
  const app = await portal.createApplication({ name: 'billing' })
  await portal.register(app)
  return { ...started, app }
}

test('each known quirk says what it does and where that is known from, under a name of its own', () => {
  for (const quirks of [ofGateway, ofCurity, ofKonnect]) {
    expect(new Set(quirks.map(({ name }) => name)).size).toBe(quirks.length)
    for (const { name, does, source, hooks } of quirks) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(does).toMatch(/^[a-z].*[^.]$/)
      expect(source.length).toBeGreaterThan(5)
      expect(Object.keys(hooks).length).toBeGreaterThan(0)
    }
  }
})

test('a quirk of a scenario’s own, written beside it, is on until a lever switches it off by name', async () => {
  const deaf: Quirk = {
    name: 'deaf-to-basic',
    does: 'finds no pair in Basic',
    source: 'ticket 4711',
    hooks: { splitPair: (own) => own('') },
  }
  const { gateway, levers, app } = await world({ gateway: { quirks: [deaf] } })
  const call = async () => (await gateway.get('/orders', { basic: app })).status
  expect(await call()).toBe(401)
  expect((await levers.quirks('gateway')).find(({ name }) => name === 'deaf-to-basic')).toEqual({
    name: 'deaf-to-basic',
    does: 'finds no pair in Basic',
    source: 'ticket 4711',
    on: true,
  })
  await levers.quirks('gateway', { off: ['deaf-to-basic'] })
  expect(await call()).toBe(200)
  await levers.reset()
  expect((await levers.quirks('gateway')).find(({ name }) => name === 'deaf-to-basic')?.on).toBe(true)
})

test('a release of the gateway brings its version and its quirks, at the start and later', async () => {
  const { levers, gateway, app } = await world({ gateway: { release: '3.8' } })
  const on = async () => (await levers.quirks('gateway')).filter((quirk) => quirk.on).map(({ name }) => name)
  expect(await on()).toContain('cache-key-without-config-scopes')
  expect((await gateway.get('/orders', { basic: app })).headers.via).toContain('kong/3.8')
  await levers.quirks('gateway', { release: '3.9.1.0' })
  expect(await on()).not.toContain('cache-key-without-config-scopes')
})

test('a quirk that nobody knows is refused before anything starts', async () => {
  const failed = await startWorld({ given: { konnect: { quirks: ['no-idp-deletes'] } } }).catch((error) => error)
  expect((failed as Complaints).list).toEqual([
    { path: 'konnect.quirks.0', expected: 'no such quirk as "no-idp-deletes" (did you mean "no-idp-delete"?)' },
  ])
})

test('no-idp-delete leaves the client alive', async () => {
  const { portal, curity, app, levers } = await world({ konnect: { quirks: ['no-idp-delete'] } })
  await portal.deleteApplication(app)
  expect((await curity.clientCredentials(app)).access_token).toEqual(expect.any(String))
  await levers.quirks('konnect', { off: ['no-idp-delete'] })
  const next = await portal.createApplication({ name: 'next' })
  await portal.deleteApplication(next)
  expect((await curity.requestToken({ grant_type: 'client_credentials' }, next)).status).toBe(401)
})
