import type { Reason } from '../kit/reason.ts'

/** A reason of this server. */
export const reason = (code: string, advice: string): Reason => ({ code: `curity.${code}`, advice })

/** Requests that cannot be read. */
export const request = {
  invalid: (what: string) => reason('request.invalid', `${what}; send every parameter once, in a form that names it`),
  notAForm: (type: string | undefined) =>
    reason(
      'request.not-a-form',
      `send application/x-www-form-urlencoded; this request has ${type ?? 'no content type'}`,
    ),
  tooLarge: () => reason('request.too-large', 'send a smaller body'),
  unreadable: (why: string) => reason('request.unreadable', `the request could not be read: ${why}`),
}

/** Paths and methods that are not served. */
export const path = {
  /** @param near what may have been meant */
  unknown: (url: string, near = '') =>
    reason(
      'path.unknown',
      `nothing is served at ${url}${near}; read the paths from the metadata document, since they are configuration`,
    ),
  method: (method: string, allowed: readonly string[]) =>
    reason('path.method-not-allowed', `use ${allowed.join(' or ')} here, not ${method}`),
  notDeployed: (id: string) =>
    reason(
      'path.not-deployed',
      `add "${id}" to the endpoints of a service role (environments.environment.services.service-role)`,
    ),
  webfingerOff: () =>
    reason('path.webfinger-off', 'add the empty leaf webfinger to a service role (environments.environment.services)'),
  metadataOff: (leaf: string) =>
    reason('path.metadata-off', `set ${leaf} in settings.authorization-server to publish this document`),
}

/** Refusals of registration. */
export const dcr = {
  off: () =>
    reason(
      'dcr.disabled',
      'switch dynamic-client-registration on in settings.authorization-server and deploy its endpoint',
    ),
  noCertificate: () =>
    reason(
      'dcr.no-certificate',
      'call with an initial token, or over TLS with a client certificate that one of non-templatized mutual-tls.trusted-issuers (PEM) has issued',
    ),
  noToken: () =>
    reason(
      'dcr.no-token',
      'send the initial token as Authorization: Bearer; get one by client_credentials with scope=dcr',
    ),
  scopeMissing: () => reason('dcr.scope-missing', 'this access token has no scope dcr; ask for scope=dcr explicitly'),
  used: () =>
    reason(
      'dcr.token-already-used',
      'an initial token registers one client; get a new one by client_credentials with scope=dcr for each registration',
    ),
  expired: () => reason('dcr.token-expired', 'the initial token has expired; get a new one just before registering'),
  unknownToken: () =>
    reason('dcr.unknown-token', 'this server did not issue this token; get one by client_credentials with scope=dcr'),
  unlisted: (id: string, leaf: string) =>
    reason('dcr.client-not-listed', `client "${id}" is not listed in ${leaf} of non-templatized, or of the template`),
  nonTemplatizedOff: () =>
    reason(
      'dcr.non-templatized-off',
      'switch dynamic-client-registration.non-templatized on: the request names no template',
    ),
  templatizedOff: () => reason('dcr.templatized-off', 'leave software_id out: registration by template is off'),
  unknownTemplate: (id: string) =>
    reason('dcr.unknown-template', `no client "${id}" has a dynamic-client-registration-template`),
  procedureRefused: (message: string) =>
    reason('dcr.procedure-refused', `the pre-processing procedure says: ${message}`),
  procedureFailed: (why: string) => reason('dcr.procedure-failed', `mend the pre-processing procedure: ${why}`),
  idTaken: (id: string) =>
    reason('dcr.client-id-taken', `there is a client "${id}"; let the procedure give another id`),
  keys: (what: string) => reason('dcr.client-keys', what),
  required: (member: string, leaf: string) => reason('dcr.required-member', `send ${member}: ${leaf} is set`),
  authenticatorFilter: (filter: string) =>
    reason('dcr.outside-authenticator-filters', `${filter} is not in non-templatized.authenticator-filters`),
  notAnObject: (why: string) => reason('dcr.body-not-an-object', `send one JSON object: ${why}`),
  contentType: () => reason('dcr.content-type', 'send Content-Type: application/json'),
  metadata: (what: string) => reason('dcr.invalid-metadata', what),
  unknownMember: (name: string) =>
    reason('dcr.unknown-member', `leave "${name}" out: it is no member of client metadata`),
  outsideCapabilities: (what: string) =>
    reason(
      'dcr.outside-capabilities',
      `${what} is outside the bounds; add the capability to the profile and to dynamic-client-registration.non-templatized.capabilities`,
    ),
  outsideScopes: (scope: string) =>
    reason(
      'dcr.outside-scopes',
      `scope ${scope} is outside the bounds; add it to the profile's scopes and to non-templatized.scopes`,
    ),
  scopeRequired: (scope: string) =>
    reason('dcr.required-scope-missing', `ask for scope "${scope}": it is marked as required`),
  authMethod: (method: string) =>
    reason(
      'dcr.authentication-method',
      `token_endpoint_auth_method ${method} is not in non-templatized.client-authentication-method`,
    ),
  authenticator: (acr: string) =>
    reason('dcr.outside-authenticators', `${acr} is not in non-templatized.authenticators`),
  redirectUri: (what: string) => reason('dcr.redirect-uri', what),
  sameOrigin: (member: string) => reason('dcr.same-origin', `${member} must share a domain with a redirect URI`),
  userinfoIssuer: () =>
    reason(
      'dcr.no-userinfo-issuer',
      'add a custom token issuer with purpose-type userinfo (token-issuers.custom-token-issuer)',
    ),
}

/** Refusals of client management. */
export const management = {
  off: () => reason('dcrm.disabled', 'switch dynamic-client-registration.client-management on'),
  noToken: () => reason('dcrm.no-token', "send the client's registration_access_token as Authorization: Bearer"),
  unknownClient: () => reason('dcrm.unknown-client', 'no such client is registered; it may have been deleted'),
  wrongToken: () => reason('dcrm.wrong-token', 'this is not the registration_access_token of this client'),
  rotatedToken: () =>
    reason(
      'dcrm.token-rotated',
      'this registration_access_token was replaced by the last read or change; keep the newest one',
    ),
  expired: () => reason('dcrm.token-expired', 'the registration_access_token has expired'),
  otherCertificate: () =>
    reason(
      'dcrm.other-certificate',
      'call with the certificate that registered the client (registration-token.confirm-certificate-binding)',
    ),
  readWriteExpired: () =>
    reason(
      'dcrm.read-write-expired',
      'this registration_access_token may only delete now (registration-token.read-write-ttl)',
    ),
  clientId: () => reason('dcrm.client-id', 'send the client_id of the client that is replaced'),
  forbiddenMember: (name: string) =>
    reason('dcrm.forbidden-member', `leave ${name} out of the new metadata (RFC 7592 2.2)`),
  template: (id: string) =>
    reason(
      'dcrm.template',
      `the client is an instance of "${id}": leave software_id out or send that, and keep the template`,
    ),
  wrongSecret: () => reason('dcrm.client-secret', 'leave client_secret out, or send the current one'),
}

/** Refusals of userinfo. */
export const graphql = {
  noToken: () => reason('graphql.no-token', 'send an access token as Authorization: Bearer'),
  dead: (why: string) => reason('graphql.invalid-token', `the access token is ${why}`),
  noScope: () =>
    reason(
      'graphql.insufficient-scope',
      'the switch graphqlAuthorization asks for scope urn:se:curity:scopes:admin:api',
    ),
}
export const userinfo = {
  noToken: () => reason('userinfo.no-token', 'send an access token as Authorization: Bearer'),
  dead: (why: string) => reason('userinfo.invalid-token', `the access token is ${why}`),
  noUser: () =>
    reason(
      'userinfo.no-user',
      'this token stands for a client; userinfo needs one from a flow with a user and scope openid',
    ),
}

/** Introspection: refused, or a token that is not active. */
export const introspection = {
  noToken: () => reason('introspection.no-token', 'send the token in the form parameter "token"'),
  inactive: (why: string) => reason('introspection.inactive', `the token is ${why}`),
}

/** Refusals of revocation. */
export const revocation = {
  noToken: () => reason('revocation.no-token', 'send the token in the form parameter "token"'),
}

/** Sign-ins that do not succeed. */
export const signIn = {
  wrongPassword: () =>
    reason('sign-in.wrong-password', 'these are not the name and password of an account in the settings (accounts)'),
  lost: () =>
    reason('sign-in.lost', 'this sign-in is over or belongs to another browser; start again at the application'),
}

/** Backchannel authentication: requests that are refused, and users who do not fit. */
export const backchannel = {
  signedRequest: () => reason('backchannel.signed-request', 'send the parameters themselves, not a request object'),
  noScope: () => reason('backchannel.no-scope', 'send scope, with openid in it'),
  noOpenid: (id: string) =>
    reason('backchannel.no-openid', `ask for the scope openid, and give it to client "${id}" if it does not have it`),
  oneHint: () => reason('backchannel.one-hint', 'name the user once: by login_hint or by id_token_hint'),
  noHintTokens: () =>
    reason('backchannel.login-hint-token', 'name the user by login_hint (a user name) or by id_token_hint'),
  foreignIdToken: () =>
    reason('backchannel.id-token-hint', 'send an ID token that this server has issued to this client'),
  unknownUser: () => reason('backchannel.unknown-user', 'name an account in the settings (accounts)'),
  bindingMessage: () => reason('backchannel.binding-message', 'send up to 100 characters without control characters'),
  requestedExpiry: () => reason('backchannel.requested-expiry', 'send whole seconds, one or more'),
  wrongPassword: () =>
    reason(
      'backchannel.wrong-password',
      'these are not the name and password of an account in the settings (accounts)',
    ),
  nothingToDecide: () =>
    reason(
      'backchannel.nothing-to-decide',
      'this request has expired or was decided on; sign in again to see what waits',
    ),
}

/** Authorization requests that the engine refused. */
export const authorize = {
  refused: (why: string) => reason('authorize.refused', why),
}

/** The server itself failed. */
export const internal = (): Reason =>
  reason('internal', 'this is a fault of the mock; start it with log to see what happened')
