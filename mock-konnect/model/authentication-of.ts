import type { Model } from './model.ts'
import type { AuthenticationSettings } from './portal-settings.ts'

/** How developers may sign in, whenever it was set. */
export type SignInSettings = Omit<AuthenticationSettings, 'id' | 'created_at' | 'updated_at'>

/** What holds at a portal whose settings were never changed. */
export const authenticationDefaults: SignInSettings = {
  basic_auth_enabled: true,
  oidc_auth_enabled: false,
  saml_auth_enabled: false,
  oidc_team_mapping_enabled: false,
  idp_mapping_enabled: false,
  konnect_mapping_enabled: false,
  oidc_config: null,
  secrets: {},
}

/** How developers may sign in at a portal. */
export const authenticationOf = async (model: Model, portalId: string): Promise<SignInSettings> =>
  (await model.authenticationSettings.find(portalId)) ?? authenticationDefaults
