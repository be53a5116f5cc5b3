import type { Call } from './call.ts'
import { apiBuilder } from './script-api-builder.ts'
import { apiProducts } from './script-api-products.ts'
import { applicationAuthStrategies } from './script-auth-strategies.ts'
import { controlPlanes } from './script-control-planes.ts'
import { coreEntities } from './script-core-entities.ts'
import { portalApiV2 } from './script-dev-portal-v2.ts'
import { portalApiV3 } from './script-dev-portal-v3.ts'
import { kongIdentity } from './script-kong-identity.ts'
import { portalsV2 } from './script-portals-v2.ts'
import { portalsV3 } from './script-portals-v3.ts'

/** The story of each description: which of its operations are served, in an order in which they succeed. */
export const scripts: Record<string, readonly Call[]> = {
  'application-auth-strategies-v2': applicationAuthStrategies,
  'api-products-v2': apiProducts,
  'portal-management-v2': portalsV2,
  'control-planes-v2': controlPlanes,
  'control-planes-config-v2': coreEntities,
  'portal-management-v3': portalsV3,
  'api-builder-v3': apiBuilder,
  'dev-portal-v2': portalApiV2,
  'dev-portal-v3': portalApiV3,
  'kong-identity-v1': kongIdentity,
}
