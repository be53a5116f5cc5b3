import type { Reason } from '../../kit/reason.ts'

/** What became of a client that was made and cannot be used. */
type Fate = 'deleted' | { left: string }

const told = (fate: Fate): string =>
  fate === 'deleted' ? 'the client was deleted again' : `client ${fate.left} stays at the provider: delete it there`

export const answerUnusable = (what: string, fate?: Fate): Reason => ({
  code: 'konnect.dcr.answer-unusable',
  advice: `the identity provider answered success, but ${what}${fate ? `; ${told(fate)}` : ''}`,
})

export const deleteRefused = (said: string): Reason => ({
  code: 'konnect.dcr.delete-refused',
  advice: `the identity provider did not delete the client: ${said}; the application stays until it does`,
})

export const deletionDoubted = (): Reason => ({
  code: 'konnect.dcr.deletion-doubted',
  advice:
    'the identity provider answered 401: either the client was gone already (RFC 7592 §2.1), or its management token is dead and the client stays; look for it there',
})

export const grantRefused = (said: string): Reason => ({
  code: 'konnect.dcr.grant-refused',
  advice: `the identity provider did not change what the client may call: ${said}`,
})

export const hookRefused = (event: string, said: string): Reason => ({
  code: 'konnect.dcr.hook-refused',
  advice: `the bridge did not take the event ${event}: ${said}; mend the bridge, or switch its hooks off (disable_event_hooks)`,
})

export const initialClientRefused = (said: string): Reason => ({
  code: 'konnect.dcr.initial-client-refused',
  advice: `the token endpoint refused the initial client: ${said}; compare the provider's initial client id and secret with the client at the identity provider, and that it may use client_credentials`,
})

export const issuerUnreachable = (url: string, failure: string, mayHave = ''): Reason => ({
  code: 'konnect.dcr.issuer-unreachable',
  advice: `no answer from ${url} (${failure}); check the provider's issuer, and that the identity provider runs and is reachable from here${mayHave && `; ${mayHave}`}`,
})

export const managementOff = (why: string): Reason => ({
  code: 'konnect.dcr.management-off',
  advice: `${why}; switch client management on at the identity provider, so that clients can be rotated and deleted`,
})

export const noMetadata = (url: string, member: string): Reason => ({
  code: 'konnect.dcr.not-an-issuer',
  advice: `the metadata at ${url} has no ${member}; compare the provider's issuer and its type`,
})

export const noRegistrationEndpoint = (issuer: string): Reason => ({
  code: 'konnect.dcr.no-registration-endpoint',
  advice: `the metadata of ${issuer} names no registration_endpoint; switch Dynamic Client Registration on at the identity provider`,
})

export const notAnIssuer = (url: string, what: string): Reason => ({
  code: 'konnect.dcr.not-an-issuer',
  advice: `${url} is not the metadata of an issuer: ${what}; give the issuer, with or without /.well-known/openid-configuration`,
})

export const interrupted = (): Reason => ({
  code: 'konnect.dcr.interrupted',
  advice:
    'the server ended, or was set back, while the identity provider was being asked; look there for a client of this name or id',
})

export const notOwnAuthServer = (issuer: string): Reason => ({
  code: 'konnect.dcr.not-own-auth-server',
  advice: `${issuer} is not the issuer of an authorization server of this Konnect; GET /v1/auth-servers lists them`,
})

export const orphaned = (clientId: string, why: string, stays: string): Reason => ({
  code: 'konnect.dcr.orphan',
  advice: `${why}; its ${told({ left: clientId })} (${stays})`,
})

export const providerGone = (): Reason => ({
  code: 'konnect.dcr.provider-gone',
  advice: 'the DCR provider that made this client was deleted; delete the client at the identity provider by hand',
})

export const sealedOtherwise = (): Reason => ({
  code: 'konnect.dcr.sealed-otherwise',
  advice:
    'a stored secret was sealed under another key: start with the key that it was stored under, or PATCH the provider with its secret',
})

export const refreshDisabled = (): Reason => ({
  code: 'konnect.dcr.refresh-disabled',
  advice:
    'the DCR provider has disable_refresh_secret: secrets are not renewed by Konnect; PATCH the provider to change that',
})

export const registrationRefused = (said: string): Reason => ({
  code: 'konnect.dcr.registration-refused',
  advice: `the registration endpoint refused the client: ${said}`,
})

export const rotationRefused = (said: string): Reason => ({
  code: 'konnect.dcr.rotation-refused',
  advice: `the identity provider gave no new secret: ${said}; the old secret still counts`,
})

export const scopeRefused = (scope: string, said: string): Reason => ({
  code: 'konnect.dcr.scope-refused',
  advice: `the initial client got no token with scope ${scope}: ${said}; list the client under authenticate-client-by (scope dcr) or management-clients (scope dcrm)`,
})

export const secretRefused = (said: string): Reason => ({
  code: 'konnect.dcr.secret-refused',
  advice: `the identity provider did not change the secrets of the client: ${said}`,
})

export const timedOut = (url: string, ms: number, mayHave: string): Reason => ({
  code: 'konnect.dcr.timeout',
  advice: `${url} did not answer within ${ms} ms (switch idpTimeoutMs)${mayHave && `; ${mayHave}`}`,
})

export const updateRefused = (said: string): Reason => ({
  code: 'konnect.dcr.update-refused',
  advice: `the identity provider did not take the change: ${said}; the application stays as it was`,
})
