import type { TokenService } from '../configuration/token-service.ts'
import type { Artifacts } from './artifacts.ts'
import type { Engine } from './engine.ts'
import type { EngineSetup } from './provider-configuration.ts'

/** A refresh token, and the delegation behind it. */
export interface KnownRefreshToken {
  delegationId: string
  clientId: string
  scope: string | undefined
  expiresAt: number
  used: boolean
}

/** The authorization code flow: what the endpoints ask of it. */
export interface InteractiveFlow {
  /** The engine for the configuration as it stands. Loaded with the first request that needs it. */
  engine(): Promise<Engine>
  /** A refresh token that has not expired, used or not. */
  findRefreshToken(value: string): Promise<KnownRefreshToken | undefined>
  /** The `state` of the request that a code answered. */
  stateOf(code: string): Promise<string | undefined>
  /** Ends everything that hangs on a delegation: its grant, codes and refresh tokens. */
  endDelegation(delegationId: string): Promise<void>
}

/** Its set-up is loaded too: a start does without it. */
const loadedEngine = async (setup: EngineSetup): Promise<Engine> => (await import('./engine.ts')).startEngine(setup)

/** The flow over `artifacts`. @param setup what an engine is set up with now; a new reading of the configuration makes a new engine */
export function interactiveFlow(artifacts: Artifacts, setup: () => EngineSetup): InteractiveFlow {
  let started: { service: TokenService; engine: Promise<Engine> } | undefined
  return {
    engine() {
      const now = setup()
      if (started?.service !== now.service) started = { service: now.service, engine: loadedEngine(now) }
      return started.engine
    },
    async findRefreshToken(value) {
      const { payload, expiresAt } = (await artifacts.find('RefreshToken', value)) ?? {}
      if (!payload?.grantId || !payload.clientId || expiresAt === undefined) return undefined
      const { grantId: delegationId, clientId, scope, consumed } = payload
      return { delegationId, clientId, scope, expiresAt, used: consumed !== undefined }
    },
    stateOf: async (code) => (await artifacts.find('AuthorizationCode', code))?.payload.requestState,
    async endDelegation(delegationId) {
      await artifacts.removeGrant(delegationId)
      await artifacts.remove('Grant', delegationId)
    },
  }
}
