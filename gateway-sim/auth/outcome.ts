import type { JWK } from 'jose'
import type { Reason } from '../../kit/reason.ts'

type Claims = Readonly<Record<string, unknown>>

/** An access token that was verified, and what is asked of it at every call. */
export interface AccessToken {
  value: string
  /** `Authorization` for the upstream, made once. */
  bearer: string
  /** Undefined for an opaque token that nobody explained. */
  claims: Claims | undefined
  /** The client id by the strategy's credential claim. */
  clientId: string | undefined
  /** The key that verified it. */
  key?: JWK | undefined
  /** Id of the plugin's client that it was got with; undefined when the caller brought it, or its own pair. */
  client?: string | undefined
  /** What came with it from the token endpoint. */
  refreshToken?: string | undefined
  idToken?: string | undefined
  idTokenKey?: JWK | undefined
  /** What the identity provider said about it when asked. */
  introspection?: Claims | undefined
  introspectionJwt?: string | undefined
  userInfo?: Claims | undefined
}

/** Where a credential was found: what `hide_credentials` removes before the request goes on. */
export interface Hideable {
  place: 'header' | 'query' | 'body' | 'cookie'
  names: readonly string[]
}

/** A credential that is good. */
export interface Authenticated {
  kind: 'authenticated'
  token: AccessToken
  hide: Hideable
  /** `Set-Cookie` lines of its session. */
  session?: readonly string[]
  /** Other `Set-Cookie` lines. */
  setCookies?: readonly string[]
  /** The caller is sent there with its session, instead of to the upstream. */
  onwards?: string
}

/** What one method made of a request (gateway.md 1.1: the first credential that is found ends the search). */
export type Outcome =
  | Authenticated
  /** `shared`: a later method may take the same credential. */
  | { kind: 'refused'; reason: Reason; idpFailed?: boolean; shared?: boolean }
  /** A good credential that the strategy does not let on. */
  | { kind: 'forbidden'; reason: Reason }
  /** The caller's browser is sent elsewhere: to log in, or after a logout. */
  | { kind: 'elsewhere'; location: string | undefined; setCookies: readonly string[]; reason: Reason }
  /** Nothing found. `reason` says why something that looked like a credential is none. */
  | { kind: 'absent'; reason?: Reason }

/** Nothing there at all. */
export const absent: Outcome = { kind: 'absent' }

/** At once where nothing must be waited for: a warm request makes no promise for it. */
export type MaybeSoon<T> = T | Promise<T>

/** A credential that was found, as a step of the trail. */
export const foundIn = (method: string, { place, names }: Hideable): string =>
  `${method}: found in ${place} ${names.join(', ')}`

/** What follows on a value that may not be there yet. */
export const andThen = <T, U>(soon: MaybeSoon<T>, next: (value: T) => MaybeSoon<U>): MaybeSoon<U> =>
  soon instanceof Promise ? soon.then(next) : next(soon)
