import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { DcrHarnessContainer } from '../../harness/testcontainers.ts'
import { image, missing } from './engine.ts'

describe.skipIf(missing)(`a world in a container${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('drivers and levers reach it, and the issuer is one inside and outside', async () => {
    const given = { curity: { accessTokens: 'opaque' }, strategy: { auth_methods: ['bearer'] } } as const
    const container = await new DcrHarnessContainer(image).withSettings(given).start()
    try {
      const { portal, curity, gateway, levers } = container.world
      const application = await portal.createApplication({ name: 'billing' })
      await portal.register(application)
      const { access_token } = await curity.clientCredentials(application)
      const reply = await gateway.get('/orders', { bearer: access_token })
      expect([reply.status, reply.reason]).toEqual([401, 'gateway.bearer.not-a-jwt'])
      const discovery = await fetch(`${container.addresses.curity.issuer}/.well-known/openid-configuration`)
      expect(((await discovery.json()) as { issuer: string }).issuer).toBe(container.addresses.curity.issuer)
      expect((await levers.exchanges({ server: 'gateway-sim' })).length).toBeGreaterThan(0)
    } finally {
      await container.stop()
    }
  })

  test('an empty Konnect has no portal', async () => {
    const container = await new DcrHarnessContainer(image).withEmptyKonnect().withCompat('docs').start()
    try {
      const { body } = await container.world.konnect.call('GET', '/v3/portals')
      expect(body).toMatchObject({ data: [] })
    } finally {
      await container.stop()
    }
  })

  test('it stops in order: the answer under way goes out, then it ends with code 0', async () => {
    const container = await new DcrHarnessContainer(image).start()
    const { curity, levers } = container.world
    const { registrar } = container.addresses.curity
    await levers.fault('curity', { endpoint: 'token', kind: 'delay', ms: 800 })
    const slow = curity.clientCredentials({ clientId: registrar.id, clientSecret: registrar.secret })
    await expect.poll(async () => (await levers.faults('curity'))[0]?.hits, { interval: 20 }).toBe(1)
    execFileSync('docker', ['stop', '--time', '10', container.getId()])
    expect((await slow).access_token).toBeTruthy()
    const state = execFileSync('docker', ['inspect', '-f', '{{.State.ExitCode}}', container.getId()], {
      encoding: 'utf8',
    })
    expect(state.trim()).toBe('0')
    await container.stop()
  })
})
