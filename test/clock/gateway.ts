import type { PortalApplication, World } from '../../harness/public.ts'
import { callsToCurity, discoveriesOfGateway } from '../../scenarios/steps/calls-to-curity.ts'
import { asPluginClient } from '../../scenarios/steps/plugins.ts'
import { cookiesOf } from '../../scenarios/steps/session-cookie.ts'
import { rotateKeys } from '../../scenarios/steps/signed-token.ts'
import { asksNobody, type Lifetime } from './lifetime.ts'

const introspecting = {
  curity: { accessTokens: 'opaque' },
  strategy: { auth_methods: ['introspection'], cache_ttl: 100, cache_ttl_neg: 20, ...asPluginClient },
} as const

/** A session, asked for by its cookie alone. */
const session = (seconds: number, strategy: object): Lifetime => ({
  server: 'gateway',
  seconds,
  given: { strategy },
  async begin({ gateway }, app) {
    const cookie = cookiesOf(await gateway.get('/orders', { basic: app }))
    return async () => (await gateway.get('/orders', { cookie })).status === 200
  },
})

/** What introspection said of a token that lives longer or shorter at the identity provider. */
const inspected = (seconds: number, answer: object): Lifetime => ({
  server: 'gateway',
  seconds,
  given: introspecting,
  async begin(world, app) {
    await world.levers.disarm('curity')
    const said = { endpoint: 'introspect', kind: 'answer', status: 200, body: answer, times: 'always' } as const
    await world.levers.fault('curity', said)
    const { access_token: bearer } = await world.curity.clientCredentials(app)
    const call = () => world.gateway.get('/orders', { bearer })
    await call()
    return () => asksNobody(async () => (await callsToCurity(world, '/oauth-introspect')).length, call)
  },
})

const byBasic = ({ gateway }: World, app: PortalApplication) => gateway.get('/orders', { basic: app })

/** A call with a token that the gateway has not seen. */
async function byFreshToken({ curity, gateway }: World, app: PortalApplication) {
  const { access_token: bearer } = await curity.clientCredentials(app)
  return gateway.get('/orders', { bearer })
}

/** What lives by a data plane node's clock. */
export const gatewayLifetimes: Readonly<Record<string, Lifetime>> = {
  'bearer token': {
    server: 'gateway',
    seconds: 300,
    async begin({ curity, gateway }, app) {
      const { access_token: bearer } = await curity.clientCredentials(app)
      return async () => (await gateway.get('/orders', { bearer })).status === 200
    },
  },
  'cached token': {
    server: 'gateway',
    seconds: 300,
    async begin(world, app) {
      await byBasic(world, app)
      const requests = async () => (await callsToCurity(world, '/oauth-token')).length
      return () => asksNobody(requests, () => byBasic(world, app))
    },
  },
  'introspection of a good token': inspected(100, { active: true, sub: 'somebody' }),
  'introspection of a bad one': inspected(20, { active: false }),
  'what was discovered': {
    server: 'gateway',
    seconds: 100,
    given: { strategy: { cache_ttl: 100 } },
    async begin(world, app) {
      await world.gateway.node(1).admin('DELETE', '/openid-connect/issuers')
      const call = () => byFreshToken(world, app)
      await call()
      return () => asksNobody(() => discoveriesOfGateway(world), call)
    },
  },
  'a failed discovery': {
    server: 'gateway',
    seconds: 5,
    async begin(world, app) {
      await world.gateway.node(1).admin('DELETE', '/openid-connect/issuers')
      await world.levers.fault('curity', { endpoint: 'discovery', from: 'gateway-sim', kind: 'answer', status: 500 })
      await byBasic(world, app)
      return () =>
        asksNobody(
          () => discoveriesOfGateway(world),
          () => byBasic(world, app),
        )
    },
  },
  'the window between two looks at the keys': {
    server: 'gateway',
    seconds: 30,
    async begin(world, app) {
      await world.gateway.node(1).admin('DELETE', '/openid-connect/issuers')
      const call = () => byFreshToken(world, app)
      await call()
      await rotateKeys(world, 'abrupt')
      return async () => (await call()).reason === 'gateway.bearer.unknown-key'
    },
  },
  'a session that idles': session(60, { session_idling_timeout: 60 }),
  'a session, rolling': session(120, { session_rolling_timeout: 120 }),
  'a session, absolute': session(150, { session_absolute_timeout: 150 }),
  'an old configuration': {
    server: 'gateway',
    seconds: 10,
    given: { gateway: { behaviour: { pushDelayMs: 10_000 } } },
    async begin({ portal, gateway }) {
      const app = await portal.createApplication({ name: `new ${crypto.randomUUID()}` })
      await portal.register(app)
      // It waits from when it has come.
      await gateway.inSync()
      return async () => (await gateway.get('/orders', { basic: app })).reason === 'gateway.application.unknown'
    },
  },
  'waiting for a lost control plane': {
    server: 'gateway',
    seconds: 8,
    given: { gateway: { behaviour: { reconnectDelayMs: 8000 } } },
    async begin({ levers, gateway }) {
      const node = gateway.node(1)
      const told = async () =>
        (await node.admin('GET', '/_mock/configuration')).body as { connected: boolean; problems: string[] }
      const before = (await told()).problems.length
      await levers.fault('konnect', { endpoint: 'stream', kind: 'answer', status: 503 })
      await node.restart()
      // It waits from when it has been refused.
      while ((await told()).problems.length === before);
      return async (lives) => {
        // Connecting takes a while of its own, however often somebody looks.
        for (let look = 0; !lives || look < 50; look++) if ((await told()).connected) return false
        return true
      }
    },
  },
}
