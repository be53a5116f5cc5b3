/** How an ID token is encrypted: the algorithm of the key, and that of the content (RFC 7518 §4.1, §5.1). */
export const encryptionAlgorithms = {
  key: ['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'],
  content: ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'],
} as const

/** Of the content where only that of the key is said (OpenID Connect Registration §2). */
export const usualContentEncryption = 'A128CBC-HS256'
