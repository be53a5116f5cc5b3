import type { Reason } from '../../kit/reason.ts'

/** An access token that was verified, and what is asked of it at every call. */
export interface AccessToken {
  value: string
  /** `Authorization` for the upstream, made once. */
  bearer: string
  /** Undefined for an opaque token. */
  claims: Readonly<Record<string, unknown>> | undefined
  /** The client id by the strategy's credential claim. */
  clientId: string | undefined
}

/** Where a credential was found: what `hide_credentials` removes before the request goes on. */
export interface Hideable {
  place: 'header' | 'query' | 'body' | 'cookie'
  names: readonly string[]
}

/** What one method made of a request (gateway.md 1.1: the first credential that is found ends the search). */
export type Outcome =
  | { kind: 'authenticated'; token: AccessToken; hide: Hideable; session?: readonly string[] }
  | { kind: 'refused'; reason: Reason; idpFailed?: boolean }
  /** A good credential that the strategy does not let on. */
  | { kind: 'forbidden'; reason: Reason }
  /** Nothing found. `reason` says why something that looked like a credential is none. */
  | { kind: 'absent'; reason?: Reason }

/** Nothing there at all. */
export const absent: Outcome = { kind: 'absent' }

/** At once where nothing must be waited for: a warm request makes no promise for it. */
export type MaybeSoon<T> = T | Promise<T>
