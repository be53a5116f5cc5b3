import type { ClientCertificate, ClientMethods } from '../configuration/authentication-schema.ts'
import { hashOfConfigured } from '../secrets.ts'

/** One way in which a client proves who it is (`curity.md` 6), besides its first secret. */
export type Credential = (
  | { kind: 'secret'; hash: string }
  | { kind: 'none' }
  /** A key of its own: itself (PEM or JWK), a key set, or where that is; and the one algorithm that it signs with, if it said so. */
  | { kind: 'asymmetric'; key: string | { keys: unknown[] } | { uri: string }; algorithm?: string }
  | { kind: 'symmetric'; key: string }
  /** Assertions of another server, by its keys. */
  | { kind: 'foreign'; issuer: string }
  | { kind: 'certificate'; rule: ClientCertificate; byProxy: boolean }
) & {
  /** Epoch ms after which it is not taken; default: never. */
  until?: number
}

/** The ways that a section of the configuration names. */
export function credentialsIn(methods: ClientMethods): Credential[] {
  const { secret, 'asymmetric-key': key, 'symmetric-key': shared, 'jwks-uri': jwks } = methods
  const { 'mutual-tls': direct, 'mutual-tls-by-proxy': byProxy, 'no-authentication': isPublic } = methods
  const { 'assertion-jwt-validation': foreign } = methods
  return [
    ...(secret === undefined ? [] : [{ kind: 'secret' as const, hash: hashOfConfigured(secret) }]),
    ...(key === undefined ? [] : [{ kind: 'asymmetric' as const, key }]),
    ...(jwks === undefined ? [] : [{ kind: 'asymmetric' as const, key: { uri: jwks.uri } }]),
    ...(shared === undefined ? [] : [{ kind: 'symmetric' as const, key: shared }]),
    ...(foreign === undefined ? [] : [{ kind: 'foreign' as const, issuer: foreign.issuer }]),
    ...(direct === undefined ? [] : [{ kind: 'certificate' as const, rule: direct, byProxy: false }]),
    ...(byProxy === undefined ? [] : [{ kind: 'certificate' as const, rule: byProxy, byProxy: true }]),
    ...(isPublic ? [{ kind: 'none' as const }] : []),
  ]
}
