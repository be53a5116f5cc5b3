import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { KeyRing } from '../keys/key-ring.ts'

/** Seconds for which a signed answer holds (JARM §2.1 recommends ten minutes at most). */
const lifetime = 120

/** What signs the parameters of an authorization response for a client: a JWT of the kind `authz_response` (JARM §2.1, `curity.md` 4.3). */
export type SignResponse = (parameters: Readonly<Record<string, unknown>>, clientId: string) => string

/** By the key of all tokens. Descriptions go in only when they are switched on (`curity.md` 2.7). */
export const signedResponses =
  ({ configuration, keys, clock }: { configuration: Configuration; keys: KeyRing; clock: Clock }): SignResponse =>
  ({ error_description: description, ...parameters }, clientId) => {
    const { issuer, signing, detailedErrors } = configuration.service
    const now = epochSeconds(clock)
    const own = { exp: now + lifetime, nbf: now, iss: issuer, aud: clientId, iat: now, purpose: 'authz_response' }
    const told = detailedErrors && description !== undefined ? { error_description: description } : {}
    return keys.sign({ ...parameters, ...told, ...own }, signing)
  }
