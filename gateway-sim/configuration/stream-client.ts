import { once } from 'node:events'
import { Agent } from 'undici'
import type { Behaviour } from '../../kit/behaviour.ts'
import { type AdjustableClock, passed } from '../../kit/clock.ts'
import { eachAddress } from '../../kit/http-client.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Trust } from '../../kit/tls/trust.ts'
import { tracestateOf } from '../../kit/trace-context.ts'
import { type GatewayBehaviour, msOf } from '../behaviour.ts'
import type { Configuration } from './configuration.ts'
import { linesOf } from './lines.ts'

/** Three pings missed: the control plane is gone although the connection stands. */
const silenceMs = 90_000

/** Whom to call, and whom to tell. */
export interface StreamOptions {
  /** Who calls. */
  nodeName: string
  konnectUrl: string
  konnectToken: string
  controlPlane: string
  configuration: Configuration
  behaviour: Behaviour<GatewayBehaviour>
  /** How long to wait for a control plane that was lost goes by it. */
  clock: AdjustableClock
  ids: Ids
  trusted: Trust
  onProblem: (problem: string) => void
}

/** The connection to the control plane. */
export interface ConfigurationStream {
  readonly connected: boolean
  /** Connects, and connects again whenever the stream ends. A second call does nothing. */
  open(): void
  /** Ends the connection and makes a new one at once. */
  reconnect(): void
  close(): Promise<void>
}

/** Feeds `configuration` from the control plane's stream. While the control plane is away the node keeps what it has (gateway.md 6). */
export function configurationStream(options: StreamOptions): ConfigurationStream {
  const { configuration, behaviour, clock, ids, onProblem } = options
  const agent = new Agent({
    connect: { ...eachAddress, ...options.trusted },
    headersTimeout: 10_000,
    bodyTimeout: silenceMs,
  })
  const closing = new AbortController()
  /** Ends the connection, or the wait for the next one. */
  let turn = new AbortController()
  let running: Promise<void> | undefined
  let connected = false
  let wanted = behaviour.current.dpConnected
  const endTurn = () => turn.abort()
  behaviour.onChange(() => {
    if (behaviour.current.dpConnected !== wanted) endTurn()
    wanted = behaviour.current.dpConnected
  })

  async function follow(signal: AbortSignal): Promise<void> {
    const { statusCode, body } = await agent.request({
      ...addressOf(options),
      method: 'GET',
      headers: {
        authorization: `Bearer ${options.konnectToken}`,
        accept: 'application/x-ndjson',
        tracestate: tracestateOf(options.nodeName),
      },
      signal,
    })
    if (statusCode !== 200) {
      await body.dump()
      throw new Error(`the control plane answered ${statusCode} instead of a configuration`)
    }
    connected = true
    for await (const line of linesOf(body)) configuration.receive(line)
    throw new Error('the control plane ended the stream')
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      turn = new AbortController()
      const signal = AbortSignal.any([closing.signal, turn.signal])
      if (!wanted) await once(signal, 'abort')
      else await follow(signal).catch((error: Error) => tell(error.message, signal))
      connected = false
      await passed(clock, pause(), signal)
    }
  }

  function tell(problem: string, { aborted }: AbortSignal): void {
    if (aborted) return
    configuration.report(problem)
    onProblem(problem)
  }

  const pause = () => msOf(behaviour.current.reconnectDelayMs, Number(`0.${ids.digits('reconnect-delay', 6)}`))

  return {
    get connected() {
      return connected
    },
    open() {
      running ??= run()
    },
    reconnect: endTurn,
    async close() {
      closing.abort()
      await agent.destroy()
      await running
    },
  }
}

const addressOf = ({ konnectUrl, controlPlane }: StreamOptions) => {
  const { origin, pathname } = new URL(konnectUrl)
  const query = `control_plane=${encodeURIComponent(controlPlane)}`
  return { origin, path: `${pathname.replace(/\/$/, '')}/_cluster/v1/configuration?${query}` }
}
