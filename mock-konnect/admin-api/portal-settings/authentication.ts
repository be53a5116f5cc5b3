import Type, { type Static } from 'typebox'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { portalOf } from '../../found.ts'
import { authenticationDefaults, authenticationOf, type SignInSettings } from '../../model/authentication-of.ts'
import type { PortalVersion } from '../../model/common.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import type { AuthenticationSettings, OidcConfig } from '../../model/portal-settings.ts'
import { closed } from '../../problems/common-schemas.ts'
import { PortalId } from '../portals/schema.ts'

const switches = {
  basic_auth_enabled: Type.Boolean(),
  oidc_auth_enabled: Type.Boolean(),
  saml_auth_enabled: Type.Boolean(),
  oidc_team_mapping_enabled: Type.Boolean(),
  idp_mapping_enabled: Type.Boolean(),
  konnect_mapping_enabled: Type.Boolean(),
}
const Texts = Type.Array(Type.String())
const Mappings = Type.Object({ name: Type.String(), email: Type.String(), groups: Type.String() })

/** Body that changes how developers sign in (`konnect.md` 4.3); the secret is write-only. */
const Changes = closed({
  ...Type.Partial(Type.Object(switches)).properties,
  oidc_issuer: Type.Optional(Type.String({ format: 'url', maxLength: 256 })),
  oidc_client_id: Type.Optional(Type.String()),
  oidc_client_secret: Type.Optional(Type.String()),
  oidc_scopes: Type.Optional(Texts),
  oidc_claim_mappings: Type.Optional(closed(Type.Partial(Mappings).properties)),
})

/** The settings in an answer. */
const Shown = Type.Object({
  ...switches,
  oidc_config: Type.Optional(
    Type.Object({ issuer: Type.String(), client_id: Type.String(), scopes: Texts, claim_mappings: Mappings }),
  ),
})

const oidcDefaults: OidcConfig = {
  issuer: '',
  client_id: '',
  scopes: ['email', 'openid', 'profile'],
  claim_mappings: { name: 'name', email: 'email', groups: 'groups' },
}

/** How developers sign in at a portal, in both views. It is kept, and shown here and in the portal's context; sign-in stays by password. */
export function authenticationSettings(app: App, context: KonnectContext, version: PortalVersion): void {
  const path = `/${version}/portals/:portalId/authentication-settings`
  const { model, seal } = context

  app.get(path, { schema: { params: PortalId, response: { 200: Shown } } }, async ({ params }) => {
    const { id } = await portalOf(model, version, params.portalId)
    return shown(await authenticationOf(model, id))
  })

  const update = { schema: { params: PortalId, body: Changes, response: { 200: Shown } } }
  app.patch(path, update, async ({ params, body }) => {
    const { id } = await portalOf(model, version, params.portalId)
    const before = await model.authenticationSettings.find(id)
    const { oidc_client_secret: secret } = body
    const entity = newEntity(context, 'settings')
    const row: AuthenticationSettings = {
      ...{ ...entity, ...authenticationDefaults, ...before, id },
      ...given(switchesIn(body)),
      oidc_config: mergedOidc(before?.oidc_config ?? null, body),
      secrets: secret === undefined ? (before?.secrets ?? {}) : { oidc_client_secret: seal.seal(secret) },
      updated_at: entity.updated_at,
    }
    await (before ? model.authenticationSettings.replace(row) : model.authenticationSettings.insert(row))
    return shown(row)
  })
}

type Changes = Static<typeof Changes>

const switchesIn = (body: Changes) => {
  const { oidc_issuer, oidc_client_id, oidc_client_secret, oidc_scopes, oidc_claim_mappings, ...rest } = body
  return rest
}

function mergedOidc(before: OidcConfig | null, body: Changes): OidcConfig | null {
  const { oidc_issuer: issuer, oidc_client_id: client_id, oidc_scopes: scopes, oidc_claim_mappings: mappings } = body
  if ([issuer, client_id, scopes, mappings].every((member) => member === undefined)) return before
  const config = before ?? oidcDefaults
  const claim_mappings = { ...config.claim_mappings, ...given(mappings ?? {}) }
  return { ...config, ...given({ issuer, client_id, scopes }), claim_mappings }
}

const shown = ({ oidc_config, ...settings }: SignInSettings) => ({
  ...settings,
  ...(oidc_config && { oidc_config: { ...oidc_config, scopes: [...oidc_config.scopes] } }),
})
