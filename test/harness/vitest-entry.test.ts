import { describe, expect } from 'vitest'
import { test } from '../../harness/vitest.ts'

test('a test gets a world by name, and reads its refusals by reason', async ({ portal, gateway, calls }) => {
  const app = await portal.createApplication({ name: 'billing' })
  const refused = await gateway.get('/orders', { basic: app })
  expect(refused).toBeRefusedWith('gateway.application.not-registered')
  expect(refused).not.toBeRefusedWith('gateway.no-credentials')
  await portal.register(app)
  const answered = await gateway.get('/orders', { basic: app })
  expect(answered).toBeAnswered(200)
  expect(refused).not.toBeAnswered(200)
  expect(() => expect(answered).toBeRefusedWith('gateway.no-route')).toThrow(
    /was answered 200 without a reason; expected: gateway\.no-route/,
  )
  expect(await calls('POST /token-service/oauth-registration')).toHaveBeenCalledOnce()
  expect(await calls('GET /*')).not.toHaveBeenCalledOnce()
})

test('every part of the world is there by name', async ({
  world,
  portal,
  portalV2,
  konnect,
  curity,
  gateway,
  levers,
  calls,
}) => {
  expect([portal, portalV2, konnect, curity, gateway, levers]).toEqual([
    ...[world.portal, world.portalV2, world.konnect, world.curity, world.gateway, world.levers],
  ])
  await levers.fault('konnect', { endpoint: 'konnect.provider.list', kind: 'answer', status: 503 })
  expect((await konnect.call('GET', '/v2/dcr-providers')).status).toBe(503)
  await curity.discover()
  await portalV2.offers()
  const discovered = await calls('GET /oauth/v2/oauth-anonymous/.well-known/openid-configuration')
  expect(discovered).toHaveBeenCalledTimes(1)
  expect(discovered).toHaveBeenCalledWith(expect.objectContaining({ server: 'mock-curity' }))
  expect(await calls('POST /oauth/v2/oauth-token')).not.toHaveBeenCalled()
})

test('a matcher that gets no reply, or another reason, says so', async ({ gateway }) => {
  const refused = await gateway.get('/orders')
  expect(() => expect(refused).toBeRefusedWith('gateway.no-route')).toThrow(
    /GET http:\S+\/orders was refused with gateway\.no-credentials \(.+\), status 401; expected: gateway\.no-route/,
  )
  expect(() => expect(refused).toBeAnswered(200)).toThrow(
    /GET http:\S+\/orders was refused with gateway\.no-credentials \(.+\), status 401; expected: 200/,
  )
  expect(() => expect({}).toBeRefusedWith('gateway.no-route')).toThrow(/what was given is no reply/)
})

describe('with a given', () => {
  test.override('given', { curity: { registration: 'off' } })

  test('the world is as it is given', async ({ curity }) => {
    expect((await curity.discover()).registration_endpoint).toBeUndefined()
  })
})
