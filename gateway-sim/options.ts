import type { AdjustableClock } from '../kit/clock.ts'
import type { ExchangeBus } from '../kit/exchanges.ts'
import type { FaultPlan } from '../kit/faults.ts'
import type { Ids } from '../kit/ids.ts'
import type { ServerTls } from '../kit/mock-server.ts'
import type { GatewayBehaviour } from './behaviour.ts'
import type { Quirk } from './quirks/hook-points.ts'

/** What one data plane node is made from. */
export interface GatewaySimOptions {
  /** Address of the control plane that serves the configuration stream. */
  konnectUrl: string
  /** Bearer token that the control plane takes. */
  konnectToken: string
  /** Id or name of the control plane; default `default`. */
  controlPlane?: string
  /** Switches that differ from their defaults. */
  behaviour?: Partial<GatewayBehaviour>
  /** Quirks that are on from the start: known ones, or the caller's own. */
  quirks?: readonly Quirk[] | undefined
  clock?: AdjustableClock
  ids?: Ids
  exchanges?: ExchangeBus
  faults?: FaultPlan
  /** Opens the levers to callers that do not come from loopback. */
  controlToken?: string | undefined
  /** Serves https, on both ports, with this certificate. */
  tls?: ServerTls | undefined
  /** An authority whose certificates others may have, beside those that Node trusts; PEM (Kong's `lua_ssl_trusted_certificate`). */
  trust?: string | undefined
  /** Prints what goes wrong inside to standard error; default false. */
  log?: boolean
  /** How this node is called in exchanges; default `gateway-sim`. */
  nodeName?: string
}
