import Type, { type Static } from 'typebox'
import type { AuthStrategy } from './auth-strategy.ts'
import type { DcrProvider } from './dcr-provider.ts'

/** A strategy as portals show it (`konnect.md` 3.4): members depend on `credential_type`. */
export const PortalStrategy = Type.Object({
  id: Type.String(),
  name: Type.String(),
  credential_type: Type.String(),
  key_names: Type.Optional(Type.Array(Type.String())),
  ttl: Type.Optional(Type.Object({ value: Type.Integer(), unit: Type.String() })),
  auth_methods: Type.Optional(Type.Array(Type.String())),
  available_scopes: Type.Optional(Type.Array(Type.String())),
})
export type PortalStrategy = Static<typeof PortalStrategy>

/** How portals call a strategy: it says who gives an application its credentials (`konnect.md` 3.4). */
export type CredentialType = 'client_credentials' | 'self_managed_client_credentials' | 'key_auth'

export function credentialTypeOf({ strategy_type, dcr_provider_id }: AuthStrategy): CredentialType {
  if (strategy_type === 'key_auth') return 'key_auth'
  return dcr_provider_id === null ? 'self_managed_client_credentials' : 'client_credentials'
}

/** A strategy as a portal shows it: named by its display name, members by credential type (`konnect.md` 9.3). */
export function strategyInPortal(strategy: AuthStrategy, provider: DcrProvider | undefined) {
  const { id, display_name: name, configs } = strategy
  const credential_type = credentialTypeOf(strategy)
  const keyAuth = configs['key-auth']
  if (credential_type === 'key_auth') {
    const { key_names = ['apikey'], ttl } = keyAuth ?? {}
    return { id, name, credential_type, key_names: [...key_names], ...(ttl && { ttl }) }
  }
  const { auth_methods = [], scopes = [] } = configs['openid-connect'] ?? {}
  const managed = provider?.dcr_config.use_developer_managed_scopes === true
  return {
    id,
    name,
    credential_type,
    auth_methods: [...auth_methods],
    ...(managed && { available_scopes: [...scopes] }),
  }
}
