import type { Reason } from '../../kit/reason.ts'

export const alreadyRegistered = (): Reason => ({
  code: 'konnect.registration.exists',
  advice:
    'the application has a registration for this offer already, perhaps a rejected one: remove it before asking again',
})

export const applicationLimit = (limit: number): Reason => ({
  code: 'konnect.application.limit',
  advice: `a developer may have ${limit} applications; delete one first`,
})

export const lastSecret = (): Reason => ({
  code: 'konnect.credential.last',
  advice: 'an application keeps one secret at least: add another first, give it a new one, or delete the application',
})

export const noDefaultStrategy = (): Reason => ({
  code: 'konnect.application.no-strategy',
  advice: 'send auth_strategy_id, or give the portal a default_application_auth_strategy_id',
})

export const notDcr = (): Reason => ({
  code: 'konnect.application.not-dcr',
  advice:
    'only applications whose strategy has a DCR provider get their secret from Konnect; this one has its credentials elsewhere',
})

export const notPublished = (offer: string): Reason => ({
  code: 'konnect.registration.not-published',
  advice: `${offer} is not published in this portal; publish it there first`,
})

export const oneSecretOnly = (): Reason => ({
  code: 'konnect.credential.one-only',
  advice:
    'clients at this identity provider have one secret; give it a new one by refresh-token (v2) or regenerate-secret (v3)',
})

export const publicPortal = (): Reason => ({
  code: 'konnect.portal.public',
  advice: 'a public portal has no developers and no applications; make the portal private',
})

export const registrationClosed = (why: string): Reason => ({
  code: 'konnect.registration.closed',
  advice: `this offer takes no registrations: ${why}`,
})

export const secretLimit = (most: number): Reason => ({
  code: 'konnect.credential.limit',
  advice: `the identity provider gives a client ${most} secrets at most; delete one first`,
})

export const secretUnnamed = (): Reason => ({
  code: 'konnect.credential.unnamed',
  advice: 'the identity provider never said how it calls this secret, so it cannot be deleted by itself',
})

export const severalSecrets = (): Reason => ({
  code: 'konnect.credential.several',
  advice: 'the application has more than one secret: add and delete them one by one under /credentials',
})

export const strategyMismatch = (application: string, offer: string): Reason => ({
  code: 'konnect.registration.strategy-mismatch',
  advice: `the application uses strategy ${application}, the offer asks for ${offer}; make an application with that strategy (a strategy is fixed for life)`,
})

export const vanished = (noun: string): Reason => ({
  code: 'konnect.application.vanished',
  advice: `the ${noun} was deleted while the application was being made; nothing was made`,
})
