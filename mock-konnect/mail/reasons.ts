import type { Reason } from '../../kit/reason.ts'

export const mailTokenExpired = (): Reason => ({
  code: 'konnect.portal.mail-token-expired',
  advice: 'ask for a new mail by forgot-password; how long tokens work is the switch mailTokenSeconds',
})

export const mailTokenUnknown = (): Reason => ({
  code: 'konnect.portal.mail-token-unknown',
  advice: 'a token works once, for one purpose and portal; GET /_mock/mailbox lists what was sent',
})
