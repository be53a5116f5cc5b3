import type { Behaviour } from '../kit/behaviour.ts'
import type { Clock } from '../kit/clock.ts'
import type { Ids } from '../kit/ids.ts'
import type { Table } from '../kit/table.ts'
import type { BackchannelRequests } from './backchannel/backchannel-requests.ts'
import type { Switches } from './behaviour.ts'
import type { RemoteKeys } from './client-authentication/remote-keys.ts'
import type { UsedAssertions } from './client-authentication/used-assertions.ts'
import type { ClientDirectory } from './clients/client-directory.ts'
import type { RegisteredClient } from './clients/registered-client.ts'
import type { SecretCheck } from './clients/secret-check.ts'
import type { Configuration } from './configuration/configuration.ts'
import type { DeviceCodes } from './device/device-codes.ts'
import type { KeyRing } from './keys/key-ring.ts'
import type { InteractiveFlow } from './oidc/flow.ts'
import type { CurityHooks } from './quirks/hook-points.ts'
import type { RegistrationProcedures } from './registration/procedures.ts'
import type { AccessTokens } from './tokens/access-tokens.ts'
import type { Delegations } from './tokens/delegations.ts'
import type { InitialTokens } from './tokens/initial-tokens.ts'
import type { TokenProcedures } from './tokens/token-procedures.ts'
import type { Unserved } from './unserved.ts'

/** What the endpoints of one server work with. */
export interface Services {
  configuration: Configuration
  behaviour: Behaviour<Switches, CurityHooks>
  clock: Clock
  ids: Ids
  keys: KeyRing
  clients: ClientDirectory
  /** Whether a client has shown its secret. */
  isSecret: SecretCheck
  registered: Table<RegisteredClient>
  delegations: Delegations
  accessTokens: AccessTokens
  initialTokens: InitialTokens
  deviceCodes: DeviceCodes
  backchannelRequests: BackchannelRequests
  /** Key sets that clients, and the issuers of their assertions, keep elsewhere. */
  remoteKeys: RemoteKeys
  usedAssertions: UsedAssertions
  /** Have the first word about what is registered. */
  procedures: RegistrationProcedures
  /** Have the last word about access tokens. */
  tokenProcedures: TokenProcedures
  unserved: Unserved
  /** The authorization code flow: sign-in, PAR, refresh. */
  interactive: InteractiveFlow
}

/** Options of a plugin that serves one endpoint of the configuration. */
export interface EndpointOptions extends Services {
  path: string
}
