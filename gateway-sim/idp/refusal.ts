import type { Reason } from '../../kit/reason.ts'
import type { Trail } from '../trail.ts'

/** What a credential or a token came to when it is no good: the identity provider's word, its silence, or our own check. */
export class CredentialRefused extends Error {
  readonly reason: Reason
  /** Whether the identity provider failed, and the credential may be good. */
  readonly idpFailed: boolean
  /** What the data plane's log says of it (gateway.md 9). */
  readonly log: string | undefined
  /** Whether it is the token itself that is no good. */
  readonly ofToken: boolean

  constructor(reason: Reason, { idpFailed = false, log, ofToken = false }: RefusalFacts = {}) {
    super(reason.code)
    this.reason = reason
    this.idpFailed = idpFailed
    this.log = log
    this.ofToken = ofToken
  }
}

interface RefusalFacts {
  idpFailed?: boolean
  log?: string | undefined
  ofToken?: boolean
}

/** The identity provider did not do its part (gateway.md 3.1: 401 all the same). */
export const idpFailure = (reason: Reason, log?: string) => new CredentialRefused(reason, { idpFailed: true, log })

/**
 * A refusal as an outcome, with its line in the log; anything else goes on as it came.
 * @param brought whether the caller brought the token as its bearer: then the log says so
 */
export function refusedFor(
  error: unknown,
  trail: Trail,
  brought = false,
): { kind: 'refused'; reason: Reason; idpFailed: boolean } {
  if (!(error instanceof CredentialRefused)) throw error
  const { log, ofToken } = error
  const line = brought && ofToken ? `unable to verify bearer token (${log})` : log
  if (line !== undefined) trail.log('notice', `[openid-connect] ${line}`)
  return { kind: 'refused', reason: error.reason, idpFailed: error.idpFailed }
}
