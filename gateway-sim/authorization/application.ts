import type { AccessToken } from '../auth/outcome.ts'
import type { StrategySettings } from '../auth/settings.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import type { Consumers } from '../configuration/consumers.ts'
import type { Application } from '../configuration/entities.ts'
import type { EntityStore } from '../configuration/entity-store.ts'
import { applicationRefused, type GatewayError } from '../errors.ts'
import type { GatewayVersion } from '../gateway-version.ts'
import type { GatewayQuirks } from '../quirks/hook-points.ts'
import * as reasons from '../reasons.ts'
import type { Trail } from '../trail.ts'
import type { GuardEntry } from './service-guard.ts'

/** What an answer depends on besides the request: the node as it stands. */
export interface NodePart {
  store: EntityStore
  consumers: Consumers
  switches: GatewayBehaviour
  quirks: GatewayQuirks
  version: GatewayVersion
}

/** The service that is asked for, in the words of its offers. */
export interface Asked extends NodePart {
  entry: GuardEntry
  name: string
  trail: Trail
}

/**
 * The application a verified token belongs to, if it may call the service: claim → application of this strategy → approved
 * registration (gateway.md 5.2); otherwise the refusal.
 */
export function applicationOf(
  token: AccessToken,
  settings: StrategySettings,
  asked: Asked,
): Application | GatewayError {
  const { entry, store, switches, trail } = asked
  if (token.clientId === undefined) {
    return applicationRefused(switches.unknownApplication, reasons.claimMissing(settings.credentialClaim, token.claims))
  }
  trail.note(`claim ${settings.credentialClaim.join('.')} is ${token.clientId}`)
  const applications = store.applicationsOf(token.clientId)
  const [first] = applications
  if (!first) return applicationRefused(switches.unknownApplication, reasons.applicationUnknown(token.clientId))
  const own = applications.find((application) => application.auth_strategy_id === entry.strategyId)
  if (!own) return applicationRefused(switches.notRegistered, reasons.otherStrategy(first.id, entry.strategyId))
  return registered(own, asked)
}

/** The application if one of its registrations is for this service; otherwise the refusal. */
export function registered(
  application: Application,
  { entry, name, switches, trail }: Asked,
): Application | GatewayError {
  trail.note(`application ${application.id}`)
  const scope = application.scopes.find((linked) => entry.scopes.has(linked))
  if (scope !== undefined) {
    trail.note(`registered for ${name} (linkage ${scope})`)
    return application
  }
  return applicationRefused(switches.notRegistered, reasons.applicationNotRegistered(application.id, name))
}
