import type { Reason } from '../../kit/reason.ts'
import { redactText } from '../../kit/redact.ts'
import { reason } from '../reasons.ts'

/** gateway.md 10, row 1. `hint` says what was there instead. */
export const noCredentials = (looked: string, hint: string | undefined) =>
  reason('no-credentials', `no credential found (looked for ${looked})${hint ? `; ${hint}` : ''}`)

/** gateway.md 10, row 5. */
export const rawBasicRefused = () =>
  reason(
    'basic.not-base64',
    'Authorization: Basic needs base64 of id:secret; the switch rawBasic "accept" takes it as it is',
  )

/** gateway.md 2: neither base64 nor a pair. */
export const notBase64 = () => reason('basic.not-base64', 'Authorization: Basic carries neither base64 nor id:secret')

/** gateway.md 10, row 6. */
export const noColon = () =>
  reason('basic.no-colon', 'Authorization: Basic decodes to text without a colon; encode id:secret')

/** gateway.md 1.3, step 1. */
export const noClientId = () =>
  reason('basic.no-client-id', 'Authorization: Basic has nothing before the colon; encode id:secret')

/** gateway.md 10, row 7. */
export const emptyBasic = () => reason('basic.empty', 'Authorization: Basic is empty; add base64 of id:secret')

/** gateway.md 10, rows 9, 10 and 51. */
export const wrongSecret = (status: number, error: string | undefined) =>
  reason(
    'basic.wrong-secret',
    `the token endpoint refused client id and secret (${said(status, error)}); check them, or whether the client was deleted or its secret rotated`,
  )

/** gateway.md 10, row 11. */
export const refusedScope = (scope: string, status: number, error: string | undefined) =>
  reason(
    'idp.refused-scope',
    `the token endpoint refused scope "${scope}" (${said(status, error)}); set scopes of the auth strategy to ones this client may have (an empty list asks for openid)`,
  )

/** gateway.md 3.1, any other 4xx of the token endpoint. */
export const tokenRefused = (status: number, error: string | undefined) =>
  reason('idp.refused', `the token endpoint refused the client_credentials grant (${said(status, error)})`)

/** The same for the grants of the plugin's own client. */
export const grantRefused = (grant: string, status: number, error: string | undefined) =>
  reason(
    'idp.refused-grant',
    `the token endpoint refused grant ${grant} (${said(status, error)}); check the credential, and that client_id of the auth strategy may use this grant`,
  )

/** `private_key_jwt` without client_jwk, or a method that is not simulated. */
export const clientAuthUnknown = (method: string) =>
  reason(
    'client.authentication',
    `client authentication ${method} is not to be had here; use client_secret_basic, client_secret_post, client_secret_jwt, none, or private_key_jwt with client_jwk`,
  )

/** A key of `client_jwk` or a secret that signs nothing. */
export const clientKeyUnusable = (alg: string) =>
  reason(
    'client.key',
    `the client's key cannot sign an assertion with ${alg}; check client_jwk (a private key) and client_alg`,
  )

/** A method that needs a client of the plugin's own. */
export const noPluginClient = (method: string) =>
  reason(
    'client.missing',
    `${method} needs client_id (and client_secret) in the auth strategy's advanced configuration`,
  )

/** An endpoint that is neither discovered nor configured. */
export const noEndpoint = (issuer: string, name: string) =>
  reason('idp.no-endpoint', `${issuer} publishes no ${name}; set ${name} of the auth strategy, or another method`)

/** A 4xx of the introspection or userinfo endpoint. */
export const inspectionRefused = (what: string, status: number) =>
  reason(`${what}.refused`, `the ${what} endpoint answered ${status}; check client_id, client_secret and the token`)

/** Introspection or userinfo gave neither JSON nor a JWT. */
export const badInspection = (url: string) =>
  reason('idp.bad-inspection', `the answer of ${url} is neither a JSON object nor a JWT`)

/** gateway.md 10, row 37. */
export const inactive = () =>
  reason(
    'introspection.inactive',
    'the identity provider says that the token is not active: over, revoked, or not its own',
  )

/** A token that only Kong's own OAuth 2.0 plugin could know. */
export const noKongOauth2 = () =>
  reason(
    'kong-oauth2.not-configured',
    'kong_oauth2 takes tokens of the OAuth 2.0 plugin, which is not configured on this data plane; no method takes this token',
  )

/** gateway.md 10, row 62. */
export const sentToLogin = () =>
  reason(
    'login.required',
    'no credential found, so the caller is sent to log in; without authorization_code this is a 401',
  )

/** The callback of a login that did not come to its end. */
export const loginFailed = (what: string) =>
  reason('login.failed', `the login came back without success: ${what}; begin it anew`)

/** The caller goes on to where it wanted to go, or where the strategy sends it. */
export const loggedIn = () => reason('login.done', 'the login is done; the caller is sent on with its session')

/** gateway.md 4, logout. */
export const loggedOut = () => reason('logout.done', 'the session is ended, as the strategy’s logout settings say')

/** gateway.md 10, row 12. */
export const idpFailed = (url: string, status: number) =>
  reason('idp.failed', `the identity provider answered ${status} at ${url}; look at its own log`)

/** A 429, which says nothing about the credential. */
export const idpThrottles = (url: string) =>
  reason(
    'idp.throttled',
    `the identity provider answered 429 at ${url}: it takes no more calls for now; let the gateway cache tokens (cache_tokens), or raise the limit`,
  )

/** gateway.md 10, rows 13, 14 and 16. */
export const idpUnreachable = (url: string, failure: string) =>
  reason(
    'idp.unreachable',
    `the identity provider did not answer at ${url}: ${failure}; check the issuer and that it runs`,
  )

/** gateway.md 3: why an earlier discovery failed, said again within its window. */
export const notYetTriedAgain = ({ code, advice }: Reason, seconds: number): Reason => ({
  code,
  advice: `${advice} (seen less than ${seconds} s ago; the node does not try again before)`,
})

/** Discovery gave something else than a discovery document. */
export const notAnIssuer = (url: string, what: string) =>
  reason(
    'idp.not-an-issuer',
    `${url} is not an OpenID Connect discovery document: ${what}; check the issuer of the auth strategy`,
  )

/** gateway.md 10, row 18. */
export const badTokenAnswer = (url: string, what: string) =>
  reason('idp.bad-token-answer', `the answer of ${url} is no token answer: ${what}`)

/** The key set could not be read. */
export const noJwks = (url: string, what: string) => reason('idp.no-keys', `${url} is not a key set: ${what}`)

/** gateway.md 10, row 35. `what` says what the token is. */
export const notAJwt = (what: string) =>
  reason(
    'bearer.not-a-jwt',
    `the token is ${what}, and bearer verifies signed JWTs only; let the identity provider issue JWT access tokens, or enable introspection`,
  )

/** gateway.md 10, row 27. */
export const expired = (seconds: number) =>
  reason('bearer.expired', `the token expired ${seconds} s ago; get a new one (leeway adds tolerance)`)

/** gateway.md 10, row 28. */
export const notYetValid = (claim: string, seconds: number) =>
  reason(
    'bearer.not-yet-valid',
    `${claim} of the token is ${seconds} s in the future; check the clocks (leeway adds tolerance)`,
  )

/** A time claim that is no time. */
export const badTime = (claim: string) => reason('bearer.bad-claim', `${claim} of the token is not a number`)

/** gateway.md 10, row 29, in the words of section 9. */
export const wrongIssuer = (words: string) =>
  reason('bearer.wrong-issuer', `${words}; call the right environment or set issuers_allowed`)

/** gateway.md 10, row 31. */
export const badSignature = () =>
  reason(
    'bearer.bad-signature',
    'invalid signature: the token was changed, or signed with another key than the issuer publishes',
  )

/** gateway.md 10, rows 33 and 34. `rediscovery` says what was done about it. */
export const unknownKey = (kid: string | undefined, rediscovery: string) =>
  reason(
    'bearer.unknown-key',
    `the issuer publishes no key ${kid === undefined ? 'for this token' : `"${kid}"`}; ${rediscovery}`,
  )

/** gateway.md 10, row 30. */
export const algorithmRefused = (algorithm: string) =>
  reason(
    'bearer.algorithm',
    `algorithm "${algorithm}" is not taken; sign with RS256, PS256, ES256, EdDSA or their longer forms`,
  )

/** gateway.md 10, rows 39 and 40. */
export const requirementUnmet = (setting: string, claim: readonly string[], anyOf: readonly string[]) =>
  reason('claims.not-met', `${setting} asks for ${anyOf.join(' or ')} in claim "${claim.join('.')}" of the token`)

/** gateway.md 3, `claims_forbidden`. */
export const claimForbidden = (name: string) =>
  reason('claims.forbidden', `the token has the claim "${name}", which claims_forbidden names`)

/** gateway.md 10, rows 56, 58 and 59. `what` is in the words of section 4. */
export const sessionInvalid = (what: string) =>
  reason('session.invalid', `the session cookie does not count: ${what}; call again with credentials`)

const said = (status: number, error: string | undefined) => (error ? `${status} ${redactText(error)}` : String(status))

/** What to say about an `Authorization` that no method took. A long word without a scheme may be the secret itself: it is not repeated. */
export function schemeHint(scheme: string): string {
  if (/^(basic|bearer)$/i.test(scheme))
    return `Authorization: ${scheme} is not a credential of these methods, or is empty`
  return scheme.length > 12
    ? 'Authorization has no scheme; write "Bearer " or "Basic " before the value'
    : 'only the schemes Basic and Bearer are taken'
}
