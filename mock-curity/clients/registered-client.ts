import { usualContentEncryption } from '../keys/encryption-algorithms.ts'
import type { ClientMetadata } from '../registration/metadata.ts'
import { type Client, defaultTtl, type TokenEncryption } from './client.ts'
import type { Credential } from './credential.ts'
import { capabilityFor } from './grant-capabilities.ts'

/** A dynamic client as it is stored; the columns are those of the real product's table (`curity.md` 2.6). */
export interface RegisteredClient {
  /** The client id. */
  id: string
  /** Epoch seconds. */
  created: number
  updated: number
  status: 'active' | 'inactive' | 'revoked'
  /** The client whose initial token was used; null when anybody may register. */
  initialClient: string | null
  /** The user whose token was used. */
  authenticatedUser?: string
  /** Thumbprint of the certificate that registered it. */
  certificate?: string
  /** The template that it is an instance of. */
  instanceOf?: string
  /** What a pre-processing procedure added that is no metadata; answered at the top (`curity.md` 2.5). */
  properties?: Readonly<Record<string, unknown>>
  metadata: ClientMetadata
  secretHash?: string
  /** Epoch seconds; 0: for ever (RFC 7591 §3.2.1). */
  secretExpiresAt?: number
  /** What it may really do, where that is not what its metadata says. */
  grants?: readonly string[]
  oldSecret?: { hash: string; until: number }
  registrationToken?: RegistrationToken
}

/** The token that manages one client (RFC 7592), as it is stored. */
export interface RegistrationToken {
  hash: string
  /** The one before the last rotation: dead, and kept only to be able to say so. */
  oldHash?: string
  /** Epoch seconds. */
  issuedAt: number
  expiresAt: number
}

/**
 * The instance of a template as every endpoint sees it: the template's settings as they are now, under a name and a secret of its
 * own (`curity.md` 2.1).
 */
export const asInstance = (row: RegisteredClient, template: Client): Client => ({
  ...template,
  id: row.id,
  name: row.metadata.client_name ?? template.name,
  origin: 'registered',
  enabled: row.status === 'active' && template.enabled,
  isPublic: false,
  secretHash: row.secretHash,
  secretExpiresAt: row.secretExpiresAt ?? 0,
  oldSecret: row.oldSecret,
  audience: template.audience.map((one) => (one === template.id ? row.id : one)),
})

/** Rows are immutable, so what is derived from one holds as long as the row is known. */
const derived = new WeakMap<RegisteredClient, Client>()

/** The dynamic client as every endpoint sees it. */
export function asClient(row: RegisteredClient): Client {
  const known = derived.get(row)
  if (known) return known
  const client = derive(row)
  derived.set(row, client)
  return client
}

function derive({
  id,
  status,
  metadata,
  secretHash,
  secretExpiresAt = 0,
  oldSecret,
  ...row
}: RegisteredClient): Client {
  const grants = row.grants ?? metadata.grant_types ?? []
  return {
    id,
    name: metadata.client_name,
    origin: 'registered',
    enabled: status === 'active',
    secretHash,
    secretExpiresAt,
    oldSecret,
    isPublic: metadata.token_endpoint_auth_method === 'none',
    credentials: credentialsOf(metadata),
    properties: row.properties ?? {},
    capabilities: new Set(grants.flatMap((grant) => capabilityFor(grant) ?? [])),
    scopes: metadata.scope ? metadata.scope.split(' ') : [],
    audience: [id],
    redirectUris: metadata.redirect_uris ?? [],
    postLogoutRedirectUris: metadata.post_logout_redirect_uris ?? [],
    accessTokenTtl: metadata.access_token_ttl ?? defaultTtl.accessToken,
    refreshTokenTtl: grants.includes('refresh_token') ? (metadata.refresh_token_ttl ?? defaultTtl.refreshToken) : 0,
    refreshTokenMaxRollingLifetime: metadata.refresh_token_max_rolling_lifetime,
    idTokenTtl: metadata.id_token_ttl,
    idTokenEncryption: encryptionOf(metadata),
    requireProofKey: metadata.require_proof_key ?? false,
    disallowedChallengeMethods: metadata.disallowed_proof_key_challenge_methods ?? [],
    allowedOrigins: metadata.allowed_origins ?? [],
    pushedRequestsOnly: metadata.require_pushed_authorization_requests ?? false,
    defaultMaxAge: metadata.default_max_age,
    reuseRefreshTokens: metadata.reuse_refresh_tokens ?? false,
    consent: metadata.requires_consent ? { allowsDeselection: false } : undefined,
    signedUserinfo: metadata.userinfo_signed_response_alg !== undefined,
    sector: metadata.subject_type === 'pairwise' ? sectorOf(metadata) : undefined,
  }
}

/** What it registered to prove who it is, besides a secret (RFC 7591 §2, RFC 8705 §2.1.2). */
function credentialsOf(metadata: ClientMetadata): Credential[] {
  const { token_endpoint_auth_method: method, tls_client_auth_subject_dn: dn } = metadata
  if (method === 'private_key_jwt') {
    const key = keysOf(metadata)
    const { token_endpoint_auth_signing_alg: algorithm } = metadata
    return key ? [{ kind: 'asymmetric', key, ...(algorithm !== undefined && { algorithm }) }] : []
  }
  return method === 'tls_client_auth' && dn !== undefined
    ? [{ kind: 'certificate', rule: { 'client-dn': dn }, byProxy: false }]
    : []
}

/** How its ID tokens are encrypted (OpenID Connect Registration §2). */
function encryptionOf(metadata: ClientMetadata): TokenEncryption | undefined {
  const { id_token_encrypted_response_alg: algorithm, id_token_encrypted_response_enc: content } = metadata
  const keys = keysOf(metadata)
  return algorithm !== undefined && keys ? { algorithm, content: content ?? usualContentEncryption, keys } : undefined
}

/** Keys of its own, or where they are. */
const keysOf = ({ jwks, jwks_uri: uri }: ClientMetadata): TokenEncryption['keys'] | undefined =>
  jwks ?? (uri === undefined ? undefined : { uri })

/** OpenID Connect Core §8.1: the host of the sector identifier, or of the redirect URIs. */
function sectorOf({ sector_identifier_uri, redirect_uris = [] }: ClientMetadata): string {
  const address = sector_identifier_uri ?? redirect_uris[0] ?? ''
  return URL.canParse(address) ? new URL(address).host : ''
}
