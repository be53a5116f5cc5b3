import type { Reason } from '../../kit/reason.ts'

export const credentialLimit = (limit: number): Reason => ({
  code: 'konnect.credential.limit',
  advice: `an application may have ${limit} API keys; delete one first`,
})

export const scopesUnavailable = (): Reason => ({
  code: 'konnect.granted-scopes.unavailable',
  advice: 'only a DCR provider of type auth0 with use_developer_managed_scopes grants scopes one by one',
})

export const noSingleSignOn = (): Reason => ({
  code: 'konnect.sign-in.no-sso',
  advice: 'this server signs developers in by password only: POST …/developer/authenticate',
})

export const noSuchPortal = (host: string): Reason => ({
  code: 'konnect.portal.unknown-host',
  advice: `no portal of this API version answers to ${host}; use <portal id>.localhost, a custom domain, or the bare address for the oldest portal`,
})

export const approvalRequired = (): Reason => ({
  code: 'konnect.sign-in.approval-required',
  advice: 'the developer waits for approval: approve it by the admin API, or switch on auto_approve_developers',
})

export const notApproved = (status: string): Reason => ({
  code: 'konnect.sign-in.not-approved',
  advice: `the developer is ${status}; set its status to approved by the admin API`,
})

export const notSignedIn = (): Reason => ({
  code: 'konnect.sign-in.required',
  advice:
    'sign in by POST …/developer/authenticate and send its cookie portalaccesstoken; sessions belong to one portal',
})

export const sessionOver = (since: string): Reason => ({
  code: 'konnect.sign-in.session-over',
  advice: `the session ended at ${since} (switch portalAccessTokenSeconds); POST …/developer/refresh, or sign in again`,
})

export const passwordNotSet = (): Reason => ({
  code: 'konnect.sign-in.no-password',
  advice:
    'the developer has not set a password: verify-email, then reset-password, with the tokens of GET /_mock/mailbox',
})

export const refreshRefused = (): Reason => ({
  code: 'konnect.sign-in.refresh-refused',
  advice: 'the cookie portalrefreshtoken is missing, expired or was used before; sign in again',
})

export const wrongCredentials = (): Reason => ({
  code: 'konnect.sign-in.wrong-credentials',
  advice: 'no developer of this portal has this e-mail address and password; accounts belong to one portal',
})
