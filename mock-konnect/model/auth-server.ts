import type { Sealed } from '../../kit/seal.ts'
import type { TableSpec } from '../../kit/table.ts'
import type { Entity, Labels } from './common.ts'

export const signingAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** An authorization server of Kong Identity (`konnect.md` 8). Its issuer is derived from its id (`identity/addresses.ts`). */
export interface AuthServer extends Entity {
  readonly name: string
  readonly description: string
  readonly audience: string
  readonly signing_algorithm: SigningAlgorithm
  readonly trusted_origins: readonly string[]
  readonly labels: Labels
  /** `signing_key`: its RSA key as a JWK in JSON, drawn when it is first needed. */
  readonly secrets: Readonly<Record<string, Sealed>>
}

/** A client of one authorization server; client ids belong to their server, so `id` carries both. */
export interface AuthServerClient extends Entity {
  /** `authServerClientKey` of the two members below. */
  readonly id: string
  readonly auth_server_id: string
  readonly client_id: string
  readonly name: string
  readonly grant_types: readonly string[]
  readonly response_types: readonly string[]
  readonly redirect_uris: readonly string[]
  readonly login_uri: string | null
  readonly access_token_duration: number
  readonly id_token_duration: number
  readonly allow_all_scopes: boolean
  /** Ids of scopes. */
  readonly allow_scopes: readonly string[]
  readonly token_endpoint_auth_method: 'client_secret_post' | 'none'
  readonly labels: Labels
}

/** A secret of a client: shown once, its SHA-256 is kept. A client may have several, and each can be switched off. */
export interface AuthServerSecret extends Entity {
  /** The row id of its client. */
  readonly client: string
  readonly secret_hash: string
  readonly enabled: boolean
}

export interface AuthServerScope extends Entity {
  readonly auth_server_id: string
  readonly name: string
  readonly description: string
  readonly default: boolean
  readonly include_in_metadata: boolean
  readonly enabled: boolean
}

export interface AuthServerClaim extends Entity {
  readonly auth_server_id: string
  readonly name: string
  readonly value: string
  readonly include_in_token: boolean
  readonly include_in_all_scopes: boolean
  /** Ids of scopes. */
  readonly include_in_scopes: readonly string[]
  readonly enabled: boolean
}

/** The row id of a client. */
export const authServerClientKey = (authServerId: string, clientId: string): string => `${authServerId} ${clientId}`

const ofServer = { auth_server: (row: { auth_server_id: string }) => row.auth_server_id }
const nameInServer = (row: { auth_server_id: string; name: string }) => `${row.auth_server_id} ${row.name}`

export const authServers: TableSpec<AuthServer> = { name: 'auth_servers', unique: { name: (row) => row.name } }

export const authServerClients: TableSpec<AuthServerClient> = { name: 'auth_server_clients', indexes: ofServer }

export const authServerSecrets: TableSpec<AuthServerSecret> = {
  name: 'auth_server_secrets',
  indexes: { client: (row) => row.client },
}

export const authServerScopes: TableSpec<AuthServerScope> = {
  name: 'auth_server_scopes',
  indexes: ofServer,
  unique: { name: nameInServer },
}

export const authServerClaims: TableSpec<AuthServerClaim> = {
  name: 'auth_server_claims',
  indexes: ofServer,
  unique: { name: nameInServer },
}
