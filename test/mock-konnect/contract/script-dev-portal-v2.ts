import { type Call, call, type Reading } from './call.ts'
import { applicationsBy, sessionsBy } from './script-dev-portal.ts'

const application = '/api/v2/applications/{applicationId}'
const registration = `${application}/registrations/{registrationId}`
const offered = { productId: 'product', productVersionId: 'productVersion', documentId: 'productDocument' }
const granted = { applicationId: 'classicGrantedApplication', registrationId: 'classicGrantedRegistration' }
const page = 'GET /api/v2/products/{productId}/documents/{documentId}'
const tree = { accept: 'application/vnd.konnect.document-tree+json' }
const version = '/api/v2/products/{productId}/versions/{productVersionId}'

/** The Portal API of classic portals (`konnect.md` 9). */
export const portalApiV2: readonly Call[] = [
  call('GET /api/v2/portal'),
  ...sessionsBy('v2'),
  call('GET /api/v2/developer/authenticate/sso', { status: 400 }),
  call('GET /api/v2/portal/appearance'),
  call('GET /api/v2/portal/logo'),
  call('GET /api/v2/portal/catalog-cover'),
  call('GET /api/v2/products'),
  call('GET /api/v2/products/{productId}/actions', { at: offered }),
  call('GET /api/v2/products/{productId}/documents', { at: offered }),
  call('GET /api/v2/products/{productId}/documents', { at: offered, headers: tree, again: true }),
  call(page, { at: offered }),
  call(page, { at: offered, headers: { accept: 'application/vnd.konnect.document-nodes+json' }, again: true }),
  call(`GET ${version}/spec`, { at: offered, status: 200 }),
  call(`GET ${version}/spec`, { at: { ...offered, productVersionId: 'bareProductVersion' }, status: 204, again: true }),
  call(`GET ${version}/spec/operations`, { at: offered, status: 200 }),
  call(`GET ${version}/spec/operations`, {
    ...{ at: { ...offered, productVersionId: 'bareProductVersion' }, status: 204, again: true },
  }),
  call('GET /api/v2/search/{indices}', { at: { indices: 'product-catalog' }, query: '?q=order' }),
  call('POST /api/v2/stats', { body: { start_ms: 0, end_ms: 1, metrics: ['REQUEST_COUNT'] } }),
  call('GET /api/v2/stats/config'),
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
  call(`GET ${version}/applications`, { at: offered }),
  call(`POST ${application}/refresh-token`),
  call(`DELETE ${registration}`),
  call(`DELETE ${application}`),
  call('POST /api/v2/developer/logout'),
]
