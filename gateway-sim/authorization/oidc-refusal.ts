import type { Reason } from '../../kit/reason.ts'
import { redactText } from '../../kit/redact.ts'
import * as reasons from '../auth/credential-reasons.ts'
import type { Inbound } from '../auth/inbound.ts'
import type { Outcome } from '../auth/outcome.ts'
import { deletionLines } from '../auth/session-cookies.ts'
import type { StrategySettings } from '../auth/settings.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import { elsewhere, GatewayError, unexpected } from '../errors.ts'
import type { Asked } from './application.ts'
import { challengeOf } from './challenge.ts'

/** A credential that is none, no good or not enough. */
export type RefusedOutcome = Extract<Outcome, { kind: 'absent' | 'refused' | 'forbidden' }>

const challenges = { absent: 'realm', refused: 'invalid_token', forbidden: 'insufficient_scope' } as const

/** The 401 or 403 of the OpenID Connect part (gateway.md 3.1), or the redirect that is configured in its place. */
export function oidcRefusal(
  outcome: RefusedOutcome,
  settings: StrategySettings,
  inbound: Inbound,
  { switches, quirks }: Pick<Asked, 'switches' | 'quirks'>,
): GatewayError {
  const reason = outcome.reason ?? nothingFound(settings, inbound)
  const status = statusOf(outcome, switches)
  const { redirects } = settings
  if (status === 500) return redirects.unexpected ? elsewhere(redirects.unexpected, reason) : unexpected(reason)
  const ended = endedSession(outcome, settings, inbound)
  const redirect = quirks.run('refusalRedirect', redirectOf, outcome.kind, redirects)
  if (redirect !== undefined) return elsewhere(redirect, reason, ended)
  const challenge = challengeOf(challenges[outcome.kind], settings.issuer, settings.exposeErrorCode, switches)
  return new GatewayError(
    switches.oidcErrorsWithRequestId ? 'core' : 'exit',
    status,
    messageOf(outcome, settings, reason),
    reason,
    {
      ...(challenge !== undefined && { 'www-authenticate': challenge }),
      ...(ended.length > 0 && { 'set-cookie': ended }),
    },
  )
}

const redirectOf = (kind: RefusedOutcome['kind'], { forbidden, unauthorized }: StrategySettings['redirects']) =>
  kind === 'forbidden' ? forbidden : unauthorized

function endedSession({ kind }: RefusedOutcome, settings: StrategySettings, inbound: Inbound): string[] {
  const ends = kind === 'forbidden' ? settings.forbiddenEndsSession : settings.unauthorizedEndsSession
  return ends ? deletionLines(inbound.cookies, settings.session) : []
}

/** `display_errors` adds the reason; how is not published (gateway.md 3.1). */
function messageOf({ kind }: RefusedOutcome, settings: StrategySettings, { advice }: Reason): string {
  const message = kind === 'forbidden' ? settings.forbiddenMessage : settings.unauthorizedMessage
  return settings.displayErrors ? `${message} (${redactText(advice)})` : message
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
