import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Given } from '../../harness/given.ts'
import { startWorld, type World } from '../../harness/world.ts'
import { freePorts } from '../../kit/free-port.ts'

async function world(given?: Given): Promise<World> {
  const started = await startWorld({ ...(given && { given }) })
  onTestFinished(() => started.close())
  return started
}

/** A developer's application, registered for the demo API. */
async function registered({ portal }: World, name = 'billing') {
  const application = await portal.createApplication({ name })
  await portal.register(application)
  return application
}

describe('worlds in one process', () => {
  test('do not notice each other', async () => {
    const [one, other] = await Promise.all([world(), world()])
    const application = await registered(one)
    expect((await one.gateway.get('/orders', { basic: application })).status).toBe(200)
    const elsewhere = await other.gateway.get('/orders', { basic: application })
    expect(elsewhere.status).toBe(401)
    expect(elsewhere.reason).toBe('gateway.basic.wrong-secret')
    expect(await other.portal.call('GET', '/applications').then(({ body }) => body)).toMatchObject({ data: [] })
    await one.levers.advance(86_400_000)
    const { now } = (await other.curity.call('GET', '/_mock/clock')).body as { now: number }
    expect(now).toBeLessThan(Date.now() + 60_000)
  })

  test('twenty at once each carry the whole flow', async () => {
    const worlds = await Promise.all(Array.from({ length: 20 }, () => world()))
    const statuses = await Promise.all(
      worlds.map(async (each) => (await each.gateway.get('/orders', { basic: await registered(each) })).status),
    )
    expect(statuses).toEqual(worlds.map(() => 200))
  })

  test('leave nothing listening once closed', async () => {
    // On ports that nobody else is given meanwhile.
    const ports = await freePorts(['curity', 'curityAdmin', 'konnect', 'gateway', 'gatewayAdmin', 'echo'])
    const { addresses, close } = await startWorld({ ports })
    await close()
    for (const url of [addresses.curity.url, addresses.konnect.url, addresses.gateway.url, addresses.upstream]) {
      await expect(fetch(url)).rejects.toThrow()
    }
  })
})

test('the demo world serves both portals, and what either registers opens the same route', async () => {
  const { portal, portalV2, gateway } = await world()
  for (const each of [portal, portalV2]) {
    const application = await each.createApplication({ name: 'billing' })
    expect((await gateway.get('/orders', { basic: application })).status).toBe(403)
    expect((await each.register(application)).status).toBe('approved')
    expect((await gateway.get('/orders', { basic: application })).status).toBe(200)
  }
})

test('exchanges tell the whole flow in order, each hop once, with no secret', async () => {
  const one = await world()
  const application = await registered(one)
  await one.gateway.get('/orders', { basic: application })
  const exchanges = (await one.levers.exchanges()).filter(({ request }) => !request.url.startsWith('/_'))
  const hops = exchanges.map(({ server, route }) => `${server} ${route}`)
  expect(hops).toEqual([
    'mock-konnect POST /api/v3/developer/authenticate',
    'mock-konnect POST /api/v3/applications',
    'mock-curity GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration',
    'mock-curity POST /oauth/v2/oauth-token',
    'mock-curity POST /token-service/oauth-registration',
    'mock-konnect GET /api/v3/apis',
    'mock-konnect POST /api/v3/applications/:applicationId/registrations',
    'gateway-sim GET /*',
    'mock-curity GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration',
    'mock-curity GET /oauth/v2/oauth-anonymous/jwks',
    'mock-curity POST /oauth/v2/oauth-token',
    'echo-api GET /*',
  ])
  const kept = JSON.stringify(exchanges)
  for (const secret of [application.clientSecret, 'konnect-dcr-secret', 'developer-password', 'eyJ']) {
    expect(kept).not.toContain(secret)
  }
})

test('a signing key of the settings takes the place of the fixed one', async () => {
  const [plain, keyed] = [await world(), await world({ curity: { signingKeys: [signingKey()] } })]
  const keysOf = async ({ curity }: World) => (await curity.call('GET', '/oauth/v2/oauth-anonymous/jwks')).body
  const { keys } = (await keysOf(keyed)) as { keys: { kid: string }[] }
  expect(keys.map(({ kid }) => kid)).toEqual(['-42'])
  expect(await keysOf(plain)).not.toEqual({ keys })
  const application = await registered(keyed)
  expect((await keyed.gateway.get('/orders', { basic: application })).status).toBe(200)
})

/** A fresh RSA key as the settings have it. */
function signingKey(): NonNullable<NonNullable<Given['curity']>['signingKeys']>[number] {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { kty, ...members } = privateKey.export({ format: 'jwk' })
  return { id: 'default-signing-key', kid: '-42', x5t: 'dGVzdA', privateJwk: { kty, ...members } as never }
}

test('a fault at one server shows where it hurts', async () => {
  const one = await world()
  const application = await registered(one)
  await one.levers.fault('curity', { route: 'POST /oauth/v2/oauth-token', kind: 'hang-up' })
  const reply = await one.gateway.get('/orders', { basic: application })
  expect(reply.status).toBe(401)
  expect(reply.reason).toBe('gateway.idp.unreachable')
  expect((await one.gateway.get('/orders', { basic: application })).status).toBe(200)
})

test('with a push delay the gateway goes on with what it had, until the clock has passed it', async () => {
  // Longer than any machine takes to call, and shorter than a token lives.
  const one = await world({ gateway: { behaviour: { pushDelayMs: 120_000 } } })
  const application = await registered(one)
  const early = await one.gateway.get('/orders', { basic: application, stale: true })
  expect(early.status).toBe(401)
  expect(early.reason).toBe('gateway.application.unknown')
  await one.levers.advance(120_001, 'gateway')
  expect((await one.gateway.get('/orders', { basic: application, stale: true })).status).toBe(200)
})
