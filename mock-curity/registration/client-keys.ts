import type { Bounds } from '../configuration/registration.ts'
import { invalidClientMetadata } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import type { ClientMetadata } from './metadata.ts'

/**
 * A method without a secret needs what the client is known by, and keys are public ones (`curity.md` 2.5; RFC 7591 §2, RFC 8705 §2.1.2).
 * @throws invalid_client_metadata
 */
export function refuseUnfitKeys(method: string, asked: ClientMetadata, { assertionAlgorithms = [] }: Bounds): void {
  const { jwks, jwks_uri, tls_client_auth_subject_dn: subject, token_endpoint_auth_signing_alg: algorithm } = asked
  if (jwks && jwks_uri) throw unfit('jwks and jwks_uri exclude each other', 'send jwks or jwks_uri, not both')
  if (jwks?.keys.some(isPrivate)) throw unfit('jwks has a private key', 'send the public keys of the client alone')
  if (method === 'tls_client_auth' && subject === undefined) {
    throw unfit('A subject is required', 'send tls_client_auth_subject_dn with tls_client_auth')
  }
  if (method !== 'private_key_jwt') return
  if (!jwks && !jwks_uri) throw unfit('A key is required', 'send jwks or jwks_uri with private_key_jwt')
  if (algorithm !== undefined && !assertionAlgorithms.includes(algorithm)) {
    const advice = `token_endpoint_auth_signing_alg must be one of ${assertionAlgorithms.join(', ')}`
    throw unfit(`The algorithm ${algorithm} is not allowed`, advice)
  }
}

const unfit = (description: string, advice: string) => invalidClientMetadata(description, reasons.keys(advice))

/** RFC 7518 §6: the private part of a pair is `d`, a shared key is `k`. */
const isPrivate = (key: object) => 'd' in key || 'k' in key
