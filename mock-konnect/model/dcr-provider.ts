import type { Sealed } from '../../kit/seal.ts'
import type { TableSpec } from '../../kit/table.ts'
import type { Entity, Labels } from './common.ts'

export const providerTypes = ['auth0', 'azureAd', 'curity', 'okta', 'http', 'kongIdentity'] as const
export type ProviderType = (typeof providerTypes)[number]

/** An identity provider at which Konnect registers clients (`konnect.md` 2). */
export interface DcrProvider extends Entity {
  readonly name: string
  readonly display_name: string | null
  readonly provider_type: ProviderType
  /** As it was sent: the issuer or its discovery URL, with or without a trailing slash. */
  readonly issuer: string
  readonly labels: Labels
  /** The members of `dcr_config` that answers show. */
  readonly dcr_config: Readonly<Record<string, unknown>>
  /** The members that no answer shows, by name: `initial_client_secret`, `dcr_token`, `api_key`. */
  readonly secrets: Readonly<Record<string, Sealed>>
}

export const dcrProviders: TableSpec<DcrProvider> = {
  name: 'dcr_providers',
  indexes: { name: (row) => row.name },
}
