import type { SecureContext } from 'node:tls'
import type { Certificate } from './certificate-authority.ts'

/** What a TLS client connects with. */
export interface Trust {
  secureContext?: SecureContext
}

/**
 * Lets TLS clients take certificates of `authority` (PEM) beside those that Node trusts anyway, and show one of their own. Made once
 * and used for every connection, since reading all roots takes longer than connecting. Without either, nothing is made.
 */
export function trusting(authority: string | undefined, identity?: Certificate): Trust {
  if (authority === undefined && identity === undefined) return {}
  // Node's TLS is loaded by whoever needs it: most starts do not.
  const { createSecureContext, getCACertificates } = process.getBuiltinModule('node:tls')
  const ca = [...getCACertificates('default'), ...(authority === undefined ? [] : [authority])]
  return { secureContext: createSecureContext({ ca, ...identity }) }
}
