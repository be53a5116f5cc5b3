import type { Behaviour } from '../../kit/behaviour.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import type { IdentityProvider } from '../idp/identity-provider.ts'
import type { GatewayHooks } from '../quirks/hook-points.ts'
import type { SessionSeal } from './session-seal.ts'
import type { StrategySettings } from './settings.ts'
import type { TokenInspector } from './token-inspector.ts'
import type { TokenSource } from './token-source.ts'
import type { TokenVerifier } from './token-verifier.ts'

/** What the methods of one strategy work with. */
export interface MethodContext {
  settings: StrategySettings
  provider: IdentityProvider
  verifier: TokenVerifier
  /** Tokens from the token endpoint. */
  source: TokenSource
  /** What the identity provider says of tokens. */
  inspector: TokenInspector
  /** What seals cookies now, for an audience: a switch may change it. */
  seal: (audience: string) => SessionSeal
  behaviour: Behaviour<GatewayBehaviour, GatewayHooks>
  clock: Clock
  ids: Ids
}
