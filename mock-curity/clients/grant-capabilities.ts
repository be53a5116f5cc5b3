import type { Capability } from '../configuration/client-schema.ts'

/** The capability that each grant needs, by the grant's name on the wire (`curity.md` 2.4, 7.2). */
const needed = {
  authorization_code: 'code',
  implicit: 'implicit',
  client_credentials: 'client-credentials',
  password: 'resource-owner-password-credentials',
  'urn:ietf:params:oauth:grant-type:device_code': 'device-authorization',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'assertion',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'oauth-token-exchange',
  'urn:openid:params:grant-type:ciba': 'backchannel-authentication',
} as const satisfies Record<string, Capability>

/** The capability that a grant needs; undefined for one that is no grant of its own (`refresh_token`), or unknown. */
export const capabilityFor = (grant: string): Capability | undefined =>
  Object.hasOwn(needed, grant) ? needed[grant as keyof typeof needed] : undefined // hasOwn in this line

/** The grants that capabilities allow. */
export const grantsOf = (capabilities: ReadonlySet<Capability>): string[] =>
  Object.entries(needed).flatMap(([grant, capability]) => (capabilities.has(capability) ? [grant] : []))
