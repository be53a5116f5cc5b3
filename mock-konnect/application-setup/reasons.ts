import type { Reason } from '../../kit/reason.ts'

export const notSetUp = (): Reason => ({
  code: 'konnect.application-setup.not-saved',
  advice: 'nothing was saved for this portal yet; PUT idp_type, issuer_url and token here',
})
