import type { TableSpec } from '../../kit/table.ts'
import type { Entity, Labels } from './common.ts'
import type { DcrProvider } from './dcr-provider.ts'

const strategyTypes = ['key_auth', 'openid_connect'] as const
export type StrategyType = (typeof strategyTypes)[number]

/** The `openid-connect` object of a strategy: these four, and any other field of the gateway plugin (`konnect.md` 3.1). */
export interface OpenidConnectConfig {
  readonly issuer: string
  readonly credential_claim: readonly string[]
  readonly scopes: readonly string[]
  readonly auth_methods: readonly string[]
  readonly [field: string]: unknown
}

export interface KeyAuthConfig {
  readonly key_names?: readonly string[]
  readonly ttl?: { readonly value: number; readonly unit: 'days' | 'weeks' | 'years' }
}

/** How applications authenticate at the gateway, and who gives them their credentials (`konnect.md` 3). */
export interface AuthStrategy extends Entity {
  readonly name: string
  readonly display_name: string
  readonly strategy_type: StrategyType
  readonly configs: { readonly 'openid-connect'?: OpenidConnectConfig; readonly 'key-auth'?: KeyAuthConfig }
  readonly dcr_provider_id: string | null
  readonly labels: Labels
  readonly principals: { readonly enabled: boolean }
}

export const authStrategies: TableSpec<AuthStrategy> = {
  name: 'auth_strategies',
  indexes: { name: (row) => row.name, dcr_provider: (row) => row.dcr_provider_id ?? undefined },
}

/**
 * Whether applications of a strategy may hold several credentials (`konnect.md` 3.3): key-auth always, of DCR providers those
 * whose identity provider gives several secrets.
 */
export function offersCredentialLists({ strategy_type }: AuthStrategy, provider: DcrProvider | undefined): boolean {
  if (strategy_type === 'key_auth') return true
  if (provider?.provider_type === 'http') return provider.dcr_config.allow_multiple_credentials === true
  return provider?.provider_type === 'azureAd' || provider?.provider_type === 'okta'
}

/** How many secrets a client may have and must keep, where it may have several: Okta gives two, the others set no limit. */
export const secretLimits = ({ provider_type }: DcrProvider): { least: number; most: number | undefined } => ({
  least: 1,
  most: provider_type === 'okta' ? 2 : undefined,
})
