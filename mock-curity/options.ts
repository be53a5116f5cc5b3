import type { AdjustableClock } from '../kit/clock.ts'
import type { ExchangeBus } from '../kit/exchanges.ts'
import type { FaultPlan } from '../kit/faults.ts'
import type { Ids } from '../kit/ids.ts'
import type { ServerTls } from '../kit/mock-server.ts'
import type { Database } from '../kit/table.ts'
import type { Switches } from './behaviour.ts'
import type { CurityConfiguration } from './configuration/schema.ts'
import type { SigningKey } from './keys/signing-key.ts'
import type { Quirk } from './quirks/hook-points.ts'
import type { RegistrationProcedures } from './registration/procedures.ts'
import type { TokenProcedures } from './tokens/token-procedures.ts'

/** What a mock-curity can be told. Everything has a default: without options it is what the vendor's wizard sets up. */
export interface MockCurityOptions {
  /** Address under which callers reach the server; issuer and metadata print it. Default: the configuration's `base-url`. */
  baseUrl?: string | undefined
  /** Parts of the configuration that differ from the wizard's, in Curity's terms. Checked, whatever its type, unless `isKnownGood`. */
  configuration?: object | undefined
  /** `configuration` and `base` are a program's own and known to fit: a start need not pay for looking. Default: they are checked. */
  isKnownGood?: boolean | undefined
  /** What `configuration` is laid over; default: what the wizard sets up. */
  base?: CurityConfiguration | undefined
  /** Switches that differ from their defaults. */
  behaviour?: Partial<Switches> | undefined
  /** Quirks that are on from the start: known ones, or the caller's own. */
  quirks?: readonly Quirk[] | undefined
  clock?: AdjustableClock | undefined
  ids?: Ids | undefined
  exchanges?: ExchangeBus | undefined
  faults?: FaultPlan | undefined
  database?: Database | undefined
  /** 32 bytes, under which changed configuration and rotated keys stand in the database; default: they stand in clear. */
  sealingKey?: Uint8Array | undefined
  /** Default: fixed development keys, for tests only. */
  signingKeys?: readonly SigningKey[] | undefined
  /** Pre-processing procedures of registration, by the names that the configuration has for them. */
  procedures?: RegistrationProcedures | undefined
  /** Token procedures, by the names that `token-endpoint-procedures` has for them. */
  tokenProcedures?: TokenProcedures | undefined
  /** Opens `/_mock/` to callers that do not come from loopback. */
  controlToken?: string | undefined
  /** Serves https with this certificate. */
  tls?: ServerTls | undefined
  /** An authority whose certificates the servers of clients' key sets may have, beside those that Node trusts; PEM. */
  trust?: string | undefined
  /** Prints what goes wrong inside the server to standard error. */
  log?: boolean | undefined
}
