import { reason } from './reasons.ts'

/** Where a client authenticates. */
export type ClientEndpoint = 'token' | 'introspection' | 'revocation' | 'par' | 'device' | 'backchannel'

/** Refusals of client authentication: the same wherever a client authenticates, with the endpoint in the code. */
export const client = {
  none: (at: ClientEndpoint) =>
    reason(
      `${at}.no-credentials`,
      'send the client id and secret by HTTP Basic, or as client_id and client_secret in the form',
    ),
  malformed: (at: ClientEndpoint) =>
    reason(`${at}.malformed-basic`, 'send Basic and base64 of id:secret, each form-encoded first (RFC 6749 2.3.1)'),
  twice: (at: ClientEndpoint) =>
    reason(`${at}.two-authentications`, 'authenticate once: by HTTP Basic or in the form, not both'),
  unknown: (at: ClientEndpoint, id: string) =>
    reason(`${at}.unknown-client`, `no client "${id}" is configured or registered; it may have been deleted`),
  disabled: (at: ClientEndpoint, id: string) => reason(`${at}.client-disabled`, `enable client "${id}"`),
  wrongSecret: (at: ClientEndpoint, id: string) =>
    reason(`${at}.wrong-secret`, `this is not the secret of client "${id}"`),
  expiredSecret: (at: ClientEndpoint, id: string) =>
    reason(
      `${at}.secret-expired`,
      `the secret of client "${id}" is past its client_secret_expires_at; rotate it (switch registeredSecretSeconds)`,
    ),
  rotatedSecret: (at: ClientEndpoint, id: string) =>
    reason(
      `${at}.secret-rotated`,
      `this was the secret of client "${id}" before the last rotation; reading or replacing a client at its registration_client_uri rotates it`,
    ),
  method: (at: ClientEndpoint, what: string) =>
    reason(`${at}.authentication-method-off`, `${what}; see client-authentication of the profile and of the client`),
  closed: (at: ClientEndpoint, path: string) =>
    reason(`${at}.authentication-closed`, `clients may not authenticate at ${path} (client-authentication: disallow)`),
  expiredMethod: (at: ClientEndpoint, id: string) =>
    reason(
      `${at}.secondary-expired`,
      `this secondary-authentication-method of client "${id}" has expired (expires-on)`,
    ),
  assertionType: (at: ClientEndpoint, type: string) =>
    reason(`${at}.assertion-type`, `send client_assertion_type=${type} beside client_assertion`),
  badAssertion: (at: ClientEndpoint, why: string) =>
    reason(
      `${at}.invalid-assertion`,
      `${why}; iss and sub must be the client id, aud this issuer or endpoint, and exp in the future (RFC 7523 3)`,
    ),
  usedAssertion: (at: ClientEndpoint, jti: string) =>
    reason(
      `${at}.assertion-used`,
      `an assertion with the jti ${jti} was used before: sign a new one for each request (switch usedAssertion)`,
    ),
  foreignAssertion: (at: ClientEndpoint, id: string, why: string) =>
    reason(
      `${at}.invalid-assertion`,
      `${why}; iss must be assertion-jwt-validation.issuer of client "${id}", sub one that client-authentication.using-jwt maps to it, and aud this issuer or endpoint`,
    ),
  certificate: (at: ClientEndpoint, id: string, why: string) =>
    reason(
      `${at}.invalid-certificate`,
      `${why}: client "${id}" must call with the certificate that its mutual-tls section describes`,
    ),
  capability: (at: ClientEndpoint, capability: string, where: string) =>
    reason(`${at}.capability-missing`, `add the capability "${capability}" to ${where}`),
}

/** Refusals of the token endpoint. */
export const token = {
  noGrantType: () => reason('token.no-grant-type', 'send grant_type'),
  unknownGrant: (grant: string, known: readonly string[]) =>
    reason('token.unsupported-grant', `grant_type "${grant}" is not served here; there are ${known.join(', ')}`),
  noPassword: () => reason('token.no-password', 'send username and password in the form'),
  wrongPassword: () =>
    reason('token.wrong-password', 'these are not the name and password of an account in the settings (accounts)'),
  noSubjectToken: () => reason('token.no-subject-token', 'send subject_token and subject_token_type (RFC 8693 2.1)'),
  tokenType: (known: string) =>
    reason('token.unsupported-token-type', `tokens of type ${known} are exchanged, and no others`),
  actorToken: () => reason('token.actor-token', 'leave actor_token out: delegation chains are not built here'),
  audience: (audience: string, id: string) =>
    reason('token.audience-not-allowed', `add ${audience} to the audience list of client "${id}"`),
  deadSubject: (why: string) => reason('token.dead-subject-token', `the subject token is ${why}`),
  noDeviceCode: () => reason('token.no-device-code', 'send device_code in the form'),
  noAuthReqId: () => reason('token.no-auth-req-id', 'send auth_req_id in the form'),
  dcrNotAllowed: (id: string) =>
    reason(
      'token.dcr-not-allowed',
      `list client "${id}" in authenticate-client-by of dynamic-client-registration.non-templatized, or of a template`,
    ),
  dcrOff: () =>
    reason(
      'token.dcr-disabled',
      'switch dynamic-client-registration on, with its non-templatized section or a template',
    ),
  scope: (scopes: string, id: string) =>
    reason(
      'token.scope-not-allowed',
      `client "${id}" does not have ${scopes}; add it to the client's scopes or do not ask for it`,
    ),
  openid: () => reason('token.openid-without-user', 'do not ask for openid with client_credentials: there is no user'),
  scopeRequired: (scope: string) =>
    reason('token.required-scope-missing', `ask for scope "${scope}": it is marked as required`),
  procedureRefused: (why: string) => reason('token.procedure-refused', `the token procedure says: ${why}`),
  procedureFailed: (why: string) => reason('token.procedure-failed', `the token procedure threw ${why}`),
  encryptionKey: (why: string) =>
    reason('token.no-encryption-key', `${why}; it registered id_token_encrypted_response_alg with jwks or jwks_uri`),
  grant: (why: string) => reason('token.grant-refused', `${why}; start a new authorization if it cannot be mended`),
}

/** What a client finds that polls for a user's decision. */
export const polling = (what: 'device' | 'backchannel') => ({
  pending: () => reason(`token.${what}-pending`, 'the user has not decided yet; poll on'),
  tooFast: (seconds: number) => reason(`token.${what}-too-fast`, `wait ${seconds} seconds between two polls`),
  expired: () => reason(`token.${what}-expired`, 'the time of the user to decide is over; start again'),
  denied: () => reason(`token.${what}-denied`, 'the user refused'),
  unknown: () => reason(`token.${what}-unknown`, 'this was not issued to this client, or was used'),
})

/** What a user enters for a device that does not fit. */
export const device = {
  unknownCode: () => reason('device.unknown-code', 'this code was not issued, has expired, or was decided on already'),
  wrongPassword: () =>
    reason('device.wrong-password', 'these are not the name and password of an account in the settings (accounts)'),
}
