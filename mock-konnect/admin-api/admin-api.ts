import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { bearerAuth } from '../bearer-auth.ts'
import type { AdminOptions } from '../context.ts'
import { apiProducts } from './api-products/product-routes.ts'
import { productVersions } from './api-products/version-routes.ts'
import { apis } from './apis/api-routes.ts'
import { implementations } from './apis/implementation-routes.ts'
import { publications } from './apis/publication-routes.ts'
import { classicApplications } from './applications/classic-routes.ts'
import { currentApplications } from './applications/current-routes.ts'
import { authStrategies } from './auth-strategies/routes.ts'
import { controlPlanes } from './control-planes/routes.ts'
import { gatewayRoutes } from './core-entities/route-routes.ts'
import { gatewayServices } from './core-entities/service-routes.ts'
import { dcrProviders } from './dcr-providers/routes.ts'
import { developers } from './developers/routes.ts'
import { portalProducts } from './portal-products/product-routes.ts'
import { portalProductVersions } from './portal-products/version-routes.ts'
import { classicPortals } from './portals/classic-routes.ts'
import { currentPortals } from './portals/current-routes.ts'
import { classicRegistrations } from './registrations/classic-routes.ts'
import { currentRegistrations } from './registrations/current-routes.ts'

/**
 * What an operator calls with a Konnect token: `/v2` the classic view, `/v3` the current one, over one model. One plugin, since
 * the token check is all that its parts share and each further one costs a start about a millisecond.
 */
export const adminApi: FastifyPluginAsyncTypebox<AdminOptions> = async (app, { context, tokens }) => {
  bearerAuth(app, { context, tokens })
  controlPlanes(app, context)
  gatewayServices(app, context)
  gatewayRoutes(app, context)
  dcrProviders(app, context)
  authStrategies(app, context)

  classicPortals(app, context)
  apiProducts(app, context)
  productVersions(app, context)
  portalProducts(app, context)
  portalProductVersions(app, context)
  developers(app, context, 'v2')
  classicApplications(app, context)
  classicRegistrations(app, context)

  currentPortals(app, context)
  apis(app, context)
  implementations(app, context)
  publications(app, context)
  developers(app, context, 'v3')
  currentApplications(app, context)
  currentRegistrations(app, context)
}
