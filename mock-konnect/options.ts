import type { AdjustableClock } from '../kit/clock.ts'
import type { ExchangeBus } from '../kit/exchanges.ts'
import type { FaultPlan } from '../kit/faults.ts'
import type { Ids } from '../kit/ids.ts'
import type { ServerTls } from '../kit/mock-server.ts'
import type { Database } from '../kit/table.ts'
import type { BehaviourSwitches } from './behaviour.ts'
import type { Quirk } from './quirks/hook-points.ts'
import type { StateDocument } from './state.ts'

/** Everything variable about a mock-konnect; `app.ts` holds the defaults that are objects. */
export interface MockKonnectOptions {
  /** Under which address callers reach the server; may be set later by `setBaseUrl`. */
  baseUrl?: string
  /** Where the data plane takes calls, for what pages show of APIs whose specification does not say it; may be set later. */
  gatewayUrl?: string | undefined
  /** Konnect tokens that are let in: personal (`kpat_…`) or of system accounts (`spat_…`). */
  tokens?: readonly string[]
  /** `docs`: the requests that the vendor how-tos print work as printed. */
  compat?: 'strict' | 'docs'
  /** What the server knows at the start and after a reset. */
  initialState?: StateDocument
  behaviour?: Partial<BehaviourSwitches>
  /** Quirks that are on from the start: known ones, or the caller's own. */
  quirks?: readonly Quirk[] | undefined
  clock?: AdjustableClock
  ids?: Ids
  exchanges?: ExchangeBus
  faults?: FaultPlan
  database?: Database
  /** 32 bytes under which secrets are stored; default: drawn at the start. */
  sealingKey?: Uint8Array
  organizationId?: string
  /** Opens `/_mock/` to callers that are not on loopback. */
  controlToken?: string | undefined
  /** Serves https with this certificate. */
  tls?: ServerTls | undefined
  /** An authority whose certificates identity providers may have, beside those that Node trusts; PEM. */
  trust?: string | undefined
  /** Prints what went wrong inside the server to standard error. */
  log?: boolean
}

/** Defaults of the options that are plain values (blueprint 3). */
export const defaults = {
  baseUrl: 'http://127.0.0.1:8080',
  tokens: ['kpat_demo'],
  organizationId: '0d6a3e52-5c1f-4f0b-9d53-6f2c8a7b41e0',
} as const
