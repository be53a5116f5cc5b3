import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { KonnectContext } from '../context.ts'
import { authenticationOf } from '../model/authentication-of.ts'
import type { ClassicPortal, CurrentPortal, Portal } from '../model/portal.ts'
import { strategiesOf } from './strategies.ts'
import type { PortalOptions } from './visits.ts'
import { canonicalDomain, portalAt } from './which-portal.ts'

const common = {
  portal_id: Type.String(),
  org_id: Type.String(),
  basic_auth_enabled: Type.Boolean(),
  oidc_auth_enabled: Type.Boolean(),
  rbac_enabled: Type.Boolean(),
  name: Type.String(),
  canonical_domain: Type.String(),
}
const ClassicContext = Type.Object({
  ...common,
  featureset_id: Type.String(),
  is_public: Type.Boolean(),
  dcr_provider_ids: Type.Array(Type.String()),
  allowed_time_period: Type.String(),
})
const CurrentContext = Type.Object({
  ...common,
  saml_auth_enabled: Type.Boolean(),
  authentication_enabled: Type.Boolean(),
})

/** What a portal's pages ask for before anybody signs in (`konnect.md` 9.1). */
export const portalContext: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const response = { 200: version === 'v2' ? ClassicContext : CurrentContext }
  app.get('/portal', { schema: { response } }, async (request) => {
    const portal = await portalAt(context, version, request.hostname)
    return portal.version === 'v2' ? classic(context, portal) : current(context, portal)
  })
}

const shared = async ({ model, organizationId }: KonnectContext, portal: Portal) => ({
  ...(await authenticationOf(model, portal.id)),
  portal_id: portal.id,
  org_id: organizationId,
  rbac_enabled: portal.rbac_enabled,
  name: portal.name,
  canonical_domain: canonicalDomain(portal),
})

/** `dcr_provider_ids`: of the strategies that developers of this portal may pick; clients read from it whether the portal does DCR. */
async function classic(context: KonnectContext, portal: ClassicPortal) {
  const strategies = await strategiesOf(context.model, portal)
  const providers = new Set(strategies.flatMap(({ dcr_provider_id }) => dcr_provider_id ?? []))
  return {
    ...(await shared(context, portal)),
    featureset_id: 'mock-konnect',
    is_public: portal.is_public,
    dcr_provider_ids: [...providers],
    allowed_time_period: '30d',
  }
}

const current = async (context: KonnectContext, portal: CurrentPortal) => ({
  ...(await shared(context, portal)),
  authentication_enabled: portal.authentication_enabled,
})
