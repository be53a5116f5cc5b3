import { type Call, call } from './call.ts'
import { signInOf, teamsOf } from './script-teams.ts'

const portal = '/v2/portals/{portalId}'
const demo = { portalId: 'classicPortal' }
const offered = { ...demo, productVersionId: 'productVersion' }
const picture = 'data:image/jpeg;base64,AAAA'
const placed = {
  publish_status: 'published',
  auth_strategy_ids: [],
  application_registration_enabled: false,
  auto_approve_registration: false,
  deprecated: false,
}
const application = { ...demo, applicationId: 'classicGrantedApplication' }
const registered = { ...application, registrationId: 'classicGrantedRegistration' }

/** Classic portals and what is in them (`konnect.md` 4.1, 5, 6). */
export const portalsV2: readonly Call[] = [
  call('POST /v2/portals', { body: { name: 'made' }, keep: { portalId: 'id' } }),
  call('GET /v2/portals'),
  call(`GET ${portal}`),
  call(`PATCH ${portal}`, { body: { name: 'changed' }, refused: [{ status: 409, body: { name: 'demo-classic' } }] }),
  call(`POST ${portal}/publish`, {
    body: ({ known }: { known: Record<string, string> }) => ({
      api_products: { [known.product ?? '']: { publish_status: 'published' } },
    }),
  }),
  call(`GET ${portal}/products`),
  call(`POST ${portal}/product-versions`, {
    body: ({ known }: { known: Record<string, string> }) => ({ ...placed, product_version_id: known.productVersion }),
  }),
  call(`GET ${portal}/product-versions`),
  call(`GET ${portal}/product-versions/{productVersionId}`, { at: { productVersionId: 'productVersion' } }),
  call(`PUT ${portal}/product-versions/{productVersionId}`, { at: offered, body: placedWithStrategy }),
  call(`PATCH ${portal}/product-versions/{productVersionId}`, {
    at: { productVersionId: 'productVersion' },
    body: { deprecated: true },
  }),
  call(`DELETE ${portal}/product-versions/{productVersionId}`, { at: { productVersionId: 'productVersion' } }),
  call(`DELETE ${portal}`, { query: '?force=true', refused: [{ status: 400, query: '', at: demo }] }),
  ...teamsOf('v2', { ...demo, developerId: 'classicDeveloper' }),
  ...signInOf('v2', demo),
  call(`GET ${portal}/appearance`, { at: demo }),
  call(`PATCH ${portal}/appearance`, {
    at: demo,
    body: { theme_name: 'dark_mode', images: { logo: { data: picture } } },
  }),
  call(`GET ${portal}/appearance/logo`, { at: demo }),
  call(`GET ${portal}/appearance/catalog-cover`, { at: demo }),
  call(`GET ${portal}/developers`, { at: demo }),
  call(`GET ${portal}/developers/{developerId}`, { at: { ...demo, developerId: 'classicDeveloper' } }),
  call(`PATCH ${portal}/developers/{developerId}`, {
    at: { ...demo, developerId: 'classicDeveloper' },
    body: { status: 'approved' },
  }),
  call(`GET ${portal}/applications`, { at: demo }),
  call(`GET ${portal}/applications/{applicationId}`, { at: application }),
  call('GET /v2/applications/{applicationId}', { at: application }),
  call(`GET ${portal}/application-registrations`, { at: demo }),
  call(`GET ${portal}/applications/{applicationId}/registrations`, { at: application }),
  call(`GET ${portal}/applications/{applicationId}/registrations/{registrationId}`, { at: registered }),
  call(`PATCH ${portal}/applications/{applicationId}/registrations/{registrationId}`, {
    at: registered,
    body: { status: 'revoked' },
  }),
  call(`GET ${portal}/applications/{applicationId}/registrations/{registrationId}/granted-scopes`, { at: registered }),
  call(`DELETE ${portal}/applications/{applicationId}/registrations/{registrationId}`, { at: registered }),
  call(`DELETE ${portal}/applications/{applicationId}`, { at: { ...demo, applicationId: 'classicKeyedApplication' } }),
  call(`DELETE ${portal}/developers/{developerId}`, { at: { ...demo, developerId: 'classicLeaver' } }),
]

function placedWithStrategy({ known }: { known: Record<string, string> }) {
  return { ...placed, application_registration_enabled: true, auth_strategy_ids: [known.strategy] }
}
