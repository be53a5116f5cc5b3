import { invalidClientMetadata } from '../errors.ts'
import { encryptionAlgorithms } from '../keys/encryption-algorithms.ts'
import { dcr as reasons } from '../reasons.ts'
import type { ClientMetadata } from './metadata.ts'

/** ID tokens are encrypted by algorithms that this server has, to keys of the client. @throws invalid_client_metadata */
export function refuseUnfitEncryption(asked: ClientMetadata): void {
  const { id_token_encrypted_response_alg: key, id_token_encrypted_response_enc: content, jwks, jwks_uri } = asked
  const refuse = (description: string, advice: string) => invalidClientMetadata(description, reasons.keys(advice))
  if (content !== undefined && key === undefined) {
    const advice = 'send id_token_encrypted_response_alg beside id_token_encrypted_response_enc'
    throw refuse('The encryption algorithm of the key is missing', advice)
  }
  refuseUnknown('id_token_encrypted_response_alg', key, encryptionAlgorithms.key)
  refuseUnknown('id_token_encrypted_response_enc', content, encryptionAlgorithms.content)
  if (key !== undefined && !jwks && !jwks_uri) {
    throw refuse('A key to encrypt to is required', 'send jwks or jwks_uri with id_token_encrypted_response_alg')
  }
}

function refuseUnknown(member: string, asked: string | undefined, known: readonly string[]): void {
  if (asked === undefined || known.includes(asked)) return
  const advice = `${member} must be one of ${known.join(', ')}`
  throw invalidClientMetadata(`The algorithm ${asked} is not allowed`, reasons.keys(advice))
}
