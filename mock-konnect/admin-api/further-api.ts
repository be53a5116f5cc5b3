import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { bearerAuth } from '../bearer-auth.ts'
import type { AdminOptions } from '../context.ts'
import { gatewayAcls } from './core-entities/acl-routes.ts'
import { gatewayConsumers } from './core-entities/consumer-routes.ts'
import { consumerGroups } from './core-entities/group-routes.ts'
import { gatewayPlugins } from './core-entities/plugin-routes.ts'
import { gatewayTargets } from './core-entities/target-routes.ts'
import { gatewayUpstreams } from './core-entities/upstream-routes.ts'
import { apiDocuments } from './documents/api-routes.ts'
import { productDocuments } from './documents/product-routes.ts'
import { appearance } from './portal-settings/appearance.ts'
import { authenticationSettings } from './portal-settings/authentication.ts'
import { customDomain } from './portal-settings/custom-domain.ts'
import { registrationConsumers } from './registrations/consumer-routes.ts'
import { apiSpecifications } from './specifications/api-routes.ts'
import { productVersionSpecifications } from './specifications/product-version-routes.ts'
import { apiVersions } from './specifications/version-routes.ts'
import { teamMembers } from './teams/member-routes.ts'
import { teamRoles } from './teams/role-routes.ts'
import { teams } from './teams/routes.ts'

/** What an operator calls besides the flow of DCR: made with the first request for any of it, so that the flow need not wait for it. */
export const furtherAdminApi: FastifyPluginAsyncTypebox<AdminOptions> = async (app, { context, tokens }) => {
  bearerAuth(app, { context, tokens })
  gatewayPlugins(app, context)
  gatewayConsumers(app, context)
  gatewayAcls(app, context)
  gatewayUpstreams(app, context)
  gatewayTargets(app, context)
  consumerGroups(app, context)

  for (const version of ['v2', 'v3'] as const) {
    authenticationSettings(app, context, version)
    teams(app, context, version)
    teamMembers(app, context, version)
    teamRoles(app, context, version)
  }
  appearance(app, context)
  productDocuments(app, context)
  productVersionSpecifications(app, context)

  customDomain(app, context)
  apiVersions(app, context)
  apiSpecifications(app, context)
  apiDocuments(app, context)
  registrationConsumers(app, context)
}
