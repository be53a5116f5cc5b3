import type { Sealed } from '../../kit/seal.ts'
import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'

/** How developers may sign in at a portal (`konnect.md` 4.3). The row has the portal's id; without one the defaults hold. */
export interface AuthenticationSettings extends Entity {
  readonly basic_auth_enabled: boolean
  readonly oidc_auth_enabled: boolean
  readonly saml_auth_enabled: boolean
  readonly oidc_team_mapping_enabled: boolean
  readonly idp_mapping_enabled: boolean
  readonly konnect_mapping_enabled: boolean
  readonly oidc_config: OidcConfig | null
  /** `oidc_client_secret`. */
  readonly secrets: Readonly<Record<string, Sealed>>
}

export interface OidcConfig {
  readonly issuer: string
  readonly client_id: string
  readonly scopes: readonly string[]
  readonly claim_mappings: { readonly name: string; readonly email: string; readonly groups: string }
}

/** The host name of its own that a current portal was given. The row has the portal's id; key and certificate are not kept. */
export interface CustomDomain extends Entity {
  readonly hostname: string
  readonly enabled: boolean
  readonly domain_verification_method: 'http' | 'custom_certificate'
  readonly skip_ca_check: boolean
  /** When the certificate came, for `custom_certificate`. */
  readonly uploaded_at: string | null
}

/** How a classic portal looks: members as they were sent. The row has the portal's id. */
export interface Appearance extends Entity {
  readonly theme_name: string
  readonly custom_theme: object | null
  readonly custom_fonts: object | null
  readonly use_custom_fonts: boolean
  readonly text: { readonly catalog: { readonly welcome_message: string; readonly primary_header: string } } | null
  readonly images: Readonly<Partial<Record<'logo' | 'favicon' | 'catalog_cover', PortalImage | null>>> | null
}

export interface PortalImage {
  /** A data URL. */
  readonly data: string
  readonly filename?: string
}

export const authenticationSettings: TableSpec<AuthenticationSettings> = { name: 'authentication_settings' }
export const customDomains: TableSpec<CustomDomain> = { name: 'custom_domains' }
export const appearances: TableSpec<Appearance> = { name: 'appearances' }
