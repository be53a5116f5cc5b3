import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { buildGatewaySim, type GatewaySim } from '../../gateway-sim/app.ts'
import type { GatewayBehaviour } from '../../gateway-sim/behaviour.ts'
import { type AdjustableClock, manualClock } from '../../kit/clock.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import type { Line } from './test-control-plane.ts'
import { konnectToken, type TestControlPlane, testControlPlane } from './test-control-plane.ts'
import { TestIdentityProvider } from './test-identity-provider.ts'
import { TestUpstream } from './test-upstream.ts'

export interface RigOptions {
  behaviour?: Partial<GatewayBehaviour>
  /** Names of known quirks that are on. */
  quirks?: readonly string[]
  /** Members of the strategy's openid-connect object that differ from the baseline of gateway.md 10. */
  strategy?: Line
  /** Entities that replace the baseline's, by kind. */
  entities?: Line
  /** Prints what goes wrong inside to standard error. */
  log?: boolean
  /** Opens levers and explanations to callers elsewhere. */
  controlToken?: string
}

/** A node between a control plane, an identity provider and an upstream, all on real ports. */
export interface Rig {
  gateway: GatewaySim
  /** The proxy's address. */
  url: string
  adminUrl: string
  idp: TestIdentityProvider
  upstream: TestUpstream
  control: TestControlPlane
  clock: AdjustableClock
  exchanges: ExchangeBus
  /** Calls the proxy on loopback and asks for the reason. */
  call(path?: string, init?: RequestInit): Promise<Reply>
  admin(path: string, init?: RequestInit): Promise<Reply>
  /** Returns when the node has received a version. */
  received(version: number): Promise<void>
}

export interface Reply {
  status: number
  headers: Headers
  text: string
  /** The body as JSON, when it is some. */
  body: unknown
  reason: string | null
  advice: string | null
}

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
export const good = { authorization: basic('app-1', 'secret-1') }

/** Starts a rig for the running test; it is taken down when the test ends. */
export async function startRig({
  behaviour = {},
  quirks = [],
  strategy = {},
  entities = {},
  log = false,
  controlToken,
}: RigOptions = {}): Promise<Rig> {
  const clock = manualClock()
  const exchanges = new ExchangeBus()
  const [idp, upstream] = await Promise.all([new TestIdentityProvider(clock).start(), new TestUpstream().start()])
  const control = await testControlPlane({ ...baseline(idp.issuer, upstream.port, strategy), ...entities })
  const gateway = buildGatewaySim({
    konnectUrl: control.url,
    konnectToken,
    clock,
    exchanges,
    log,
    controlToken,
    behaviour: { pushDelayMs: 0, reconnectDelayMs: 0, ...behaviour },
  })
  const url = await gateway.proxy.listen({ host: '127.0.0.1', port: 0 })
  const adminUrl = await gateway.admin.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await Promise.all([gateway.proxy.close(), gateway.admin.close()])
    await Promise.all([control.close(), idp.close(), upstream.close()])
  })
  await gateway.ready()
  await gateway.levers.behaviour.quirks.change({ on: quirks })
  return {
    ...{ gateway, url, adminUrl, idp, upstream, control, clock, exchanges },
    call: (path = '/orders', init = {}) => ask(`${url}${path}`, init),
    admin: (path, init = {}) => ask(`${adminUrl}${path}`, init),
    async received(version) {
      const asked = () => ask(`${adminUrl}/_mock/configuration?version=${version}`, {})
      let { status } = await asked()
      // It has not come yet.
      while (status === 408) ({ status } = await asked())
      if (status !== 200) throw new Error(`version ${version} did not come`)
    },
  }
}

export async function ask(url: string, init: RequestInit): Promise<Reply> {
  const headers = new Headers(init.headers)
  headers.set('x-harness-explain', '1')
  const response = await fetch(url, { redirect: 'manual', ...init, headers })
  const text = await response.text()
  const advice = response.headers.get('x-harness-advice')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: jsonOf(text),
    reason: response.headers.get('x-harness-reason'),
    advice: advice && decodeURI(advice),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A text with another letter in one place. */
export const otherLetter = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

/** Returns when a connection is over, however it ended: the other side may cut it once it has answered. */
export const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.on('error', () => undefined).once('close', () => resolve()))

export const portOf = (url: string): number => Number(new URL(url).port)
export const addressPort = (address: AddressInfo | string | null): number => (address as AddressInfo).port

/** What a strategy waits for its identity provider, ms: more than any machine needs, so that patience ends where a test is about its end. */
export const patience = { timeout: 100_000 }
export const strategyId = 'strategy-1'
export const scope = 'orders-v1'

/** A Gateway Service as Konnect pushes it. */
export const service = (port: number, extra: Line = {}): Line => ({
  id: 'service-1',
  name: 'orders',
  protocol: 'http',
  host: '127.0.0.1',
  port,
  path: null,
  retries: 5,
  connect_timeout: 60_000,
  write_timeout: 60_000,
  read_timeout: 60_000,
  enabled: true,
  tags: null,
  created_at: 1,
  updated_at: 1,
  ...extra,
})

/** A Route as Konnect pushes it. */
export const route = (extra: Line = {}): Line => ({
  id: 'route-1',
  name: 'orders',
  protocols: ['http', 'https'],
  methods: null,
  hosts: null,
  paths: ['/orders'],
  headers: null,
  snis: null,
  strip_path: true,
  preserve_host: false,
  path_handling: 'v0',
  regex_priority: 0,
  https_redirect_status_code: 426,
  request_buffering: true,
  response_buffering: true,
  service: { id: 'service-1' },
  tags: null,
  created_at: 1,
  updated_at: 1,
  ...extra,
})

export const application = (extra: Line = {}): Line => ({
  id: 'application-1',
  client_id: 'app-1',
  auth_strategy_id: strategyId,
  scopes: [scope],
  created_at: '2026-01-01T00:00:00.000Z',
  application_context: { portal_id: 'p', application_id: 'application-1', developer_id: 'd', organization_id: 'o' },
  ...extra,
})

export const guard = (issuer: string, strategy: Line = {}, extra: Line = {}): Line => ({
  id: 'guard-1',
  service: { id: 'service-1' },
  scope,
  name: 'Orders v1',
  strategies: [
    {
      strategy_id: strategyId,
      strategy_type: 'openid_connect',
      config: {
        ...patience,
        issuer,
        credential_claim: ['sub'],
        scopes: [],
        auth_methods: ['client_credentials', 'bearer', 'session'],
        ...strategy,
      },
    },
  ],
  ...extra,
})

function baseline(issuer: string, port: number, strategy: Line): Line {
  return {
    services: [service(port)],
    routes: [route()],
    guards: [guard(issuer, strategy)],
    applications: [application()],
  }
}
