import { type Reason, Refusal } from '../kit/reason.ts'

/** How the caller is asked to authenticate. */
export type Challenge = { scheme: 'Basic' | 'Bearer'; parameters?: Record<string, string> }

/** A refusal as OAuth words it (RFC 6749 §5.2). The description goes out only with `expose-detailed-error-messages`. */
export class OAuthError extends Refusal {
  readonly error: string
  readonly challenge: Challenge | undefined

  constructor(status: number, error: string, description: string, reason?: Reason, challenge?: Challenge) {
    super(status, description, reason)
    this.error = error
    this.challenge = challenge
  }
}

const webServerTexts = {
  400: 'The request could not be understood.',
  404: 'The requested page was not found.',
  405: 'The HTTP method you requested is not allowed.',
}

/** Nothing is served here, or not with this method: no OAuth error, since no endpoint speaks (`curity.md` 1.2). */
export class NotServed extends Refusal {
  readonly allow: readonly string[] | undefined

  constructor(status: 400 | 404 | 405, reason: Reason, allow?: readonly string[]) {
    super(status, webServerTexts[status], reason)
    this.allow = allow
  }
}

/** Makes the maker of one code: it takes what goes out as `error_description`, and the reason. */
const maker =
  (status: number, error: string) =>
  (description: string, reason?: Reason): OAuthError =>
    new OAuthError(status, error, description, reason)

/** RFC 6749 §5.2: a parameter is missing, repeated or malformed. */
export const invalidRequest = maker(400, 'invalid_request')
/** RFC 6749 §5.2: a scope that this client may not have. */
export const invalidScope = maker(400, 'invalid_scope')
/** RFC 6749 §5.2: the client may not use this grant, or this call. */
export const unauthorizedClient = maker(400, 'unauthorized_client')
/** RFC 6749 §5.2: no such grant here. */
export const unsupportedGrantType = maker(400, 'unsupported_grant_type')
/** RFC 6749 §5.2: a code, a refresh token or a password is no good. */
export const invalidGrant = maker(400, 'invalid_grant')
/** RFC 8693 §2.2.2: not for this audience. */
export const invalidTarget = maker(400, 'invalid_target')
/** RFC 8628 §3.5: the user has not decided yet. */
export const authorizationPending = maker(400, 'authorization_pending')
/** RFC 8628 §3.5: asked too often. */
export const slowDown = maker(400, 'slow_down')
/** RFC 8628 §3.5, CIBA Core §11: the time to decide is over. */
export const expiredToken = maker(400, 'expired_token')
/** RFC 8628 §3.5: the user said no. */
export const deniedByUser = maker(400, 'access_denied')
/** CIBA Core 1.0 §13: nobody is named by the hint. */
export const unknownUserId = maker(400, 'unknown_user_id')
/** CIBA Core 1.0 §13: what the user is to read is not fit for that. */
export const invalidBindingMessage = maker(400, 'invalid_binding_message')
/** RFC 7591 §3.2.2: a member of the metadata is wrong, or outside the bounds. */
export const invalidClientMetadata = maker(400, 'invalid_client_metadata')
/** RFC 7591 §3.2.2: a redirect URI is wrong or missing. */
export const invalidRedirectUri = maker(400, 'invalid_redirect_uri')
/** The request may be right, but this caller may not make it (`curity.md` 2.7). */
export const accessDenied = maker(403, 'access_denied')
/** A fault of this server. */
export const serverError = maker(500, 'server_error')

/** RFC 6749 §5.2. The status and the challenge are switches, so that the error handler sets them. */
export class InvalidClient extends OAuthError {
  readonly usedBasic: boolean

  constructor(reason: Reason, usedBasic: boolean) {
    super(401, 'invalid_client', 'Client authentication failed', reason)
    this.usedBasic = usedBasic
  }
}

/** RFC 6750 §3.1: the bearer token is no good. */
export const invalidToken = (description: string, reason: Reason): OAuthError =>
  new OAuthError(401, 'invalid_token', description, reason, {
    scheme: 'Bearer',
    parameters: { error: 'invalid_token' },
  })

/** RFC 6750 §3.1: the bearer token is good, but not for this. */
export const insufficientScope = (description: string, reason: Reason): OAuthError =>
  new OAuthError(403, 'insufficient_scope', description, reason, {
    scheme: 'Bearer',
    parameters: { error: 'insufficient_scope' },
  })

/** RFC 6750 §3: no credentials came, so that no error code goes out either. */
export class NoBearerToken extends Refusal {
  constructor(reason: Reason) {
    super(401, 'A bearer token is required', reason)
  }
}
