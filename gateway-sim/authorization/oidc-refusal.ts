import type { Reason } from '../../kit/reason.ts'
import * as reasons from '../auth/credential-reasons.ts'
import type { Inbound } from '../auth/inbound.ts'
import type { Outcome } from '../auth/outcome.ts'
import { deletionLines } from '../auth/session-cookies.ts'
import type { StrategySettings } from '../auth/settings.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import { GatewayError, unexpected } from '../errors.ts'
import { challengeOf } from './challenge.ts'

type RefusedOutcome = Exclude<Outcome, { kind: 'authenticated' }>

const challenges = { absent: 'realm', refused: 'invalid_token', forbidden: 'insufficient_scope' } as const

/** The 401 or 403 of the OpenID Connect part, for a credential that is none, no good or not enough (gateway.md 3.1). */
export function oidcRefusal(
  outcome: RefusedOutcome,
  settings: StrategySettings,
  inbound: Inbound,
  switches: GatewayBehaviour,
): GatewayError {
  const forbidden = outcome.kind === 'forbidden'
  const reason = outcome.reason ?? nothingFound(settings, inbound)
  const status = statusOf(outcome, switches)
  if (status === 500) return unexpected(reason)
  const challenge = challengeOf(challenges[outcome.kind], settings.issuer, settings.exposeErrorCode, switches)
  const endsSession = forbidden ? settings.forbiddenEndsSession : settings.unauthorizedEndsSession
  const ended = endsSession ? deletionLines(inbound.cookies, settings.session) : []
  return new GatewayError(
    switches.oidcErrorsWithRequestId ? 'core' : 'exit',
    status,
    forbidden ? settings.forbiddenMessage : settings.unauthorizedMessage,
    reason,
    {
      ...(challenge !== undefined && { 'www-authenticate': challenge }),
      ...(ended.length > 0 && { 'set-cookie': ended }),
    },
  )
}

function statusOf(outcome: RefusedOutcome, { idpFailureStatus }: GatewayBehaviour): number {
  if (outcome.kind === 'forbidden') return 403
  return outcome.kind === 'refused' && outcome.idpFailed ? idpFailureStatus : 401
}

function nothingFound({ methods }: StrategySettings, inbound: Inbound): Reason {
  const authorization = inbound.header('authorization')
  const scheme = authorization && /^\S+/.exec(authorization)?.[0]
  return reasons.noCredentials(methods.join(', '), scheme ? reasons.schemeHint(scheme) : undefined)
}
