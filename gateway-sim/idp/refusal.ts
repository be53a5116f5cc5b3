import type { Reason } from '../../kit/reason.ts'

/** What a credential or a token came to when it is no good: the identity provider's word, its silence, or our own check. */
export class CredentialRefused extends Error {
  readonly reason: Reason
  /** Whether the identity provider failed, and the credential may be good. */
  readonly idpFailed: boolean

  constructor(reason: Reason, { idpFailed = false }: { idpFailed?: boolean } = {}) {
    super(reason.code)
    this.reason = reason
    this.idpFailed = idpFailed
  }
}

/** The identity provider did not do its part (gateway.md 3.1: 401 all the same). */
export const idpFailure = (reason: Reason) => new CredentialRefused(reason, { idpFailed: true })
