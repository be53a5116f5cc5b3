import { type Call, call, type Reading } from './call.ts'
import { applicationsBy, sessionsBy } from './script-dev-portal.ts'

const application = '/api/v2/applications/{applicationId}'
const registration = `${application}/registrations/{registrationId}`
const offered = { productId: 'product', productVersionId: 'productVersion' }
const granted = { applicationId: 'classicGrantedApplication', registrationId: 'classicGrantedRegistration' }
const version = '/api/v2/products/{productId}/versions/{productVersionId}'

/** The Portal API of classic portals (`konnect.md` 9). */
export const portalApiV2: readonly Call[] = [
  call('GET /api/v2/portal'),
  ...sessionsBy('v2'),
  call('GET /api/v2/products'),
  call('GET /api/v2/products/{productId}', { at: offered }),
  call('GET /api/v2/products/{productId}/versions', { at: offered }),
  call(`GET ${version}`, { at: offered }),
  call('GET /api/v2/applications/auth-strategies'),
  ...applicationsBy('v2', ({ known }: Reading) => ({ product_version_id: known.productVersion })),
  call(`GET ${application}/product-versions/{productVersionId}/granted-scopes`, {
    at: { ...granted, ...offered },
    refused: [{ status: 422, at: offered }],
  }),
  call(`GET ${registration}/granted-scopes`, { at: granted, refused: [{ status: 422, at: {} }] }),
  call(`POST ${application}/refresh-token`),
  call(`DELETE ${registration}`),
  call(`DELETE ${application}`),
  call('POST /api/v2/developer/logout'),
]
