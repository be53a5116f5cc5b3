import { type Call, call, type Reading } from './call.ts'
import { applicationsBy, sessionsBy } from './script-dev-portal.ts'

const application = '/api/v3/applications/{applicationId}'
const api = '/api/v3/apis/{apiIdOrSlug}'
const offered = {
  apiIdOrSlug: 'api',
  documentIdOrSlug: 'apiDocument',
  specId: 'apiSpecification',
  versionId: 'apiVersion',
}

/** The Portal API of current portals (`konnect.md` 9). */
export const portalApiV3: readonly Call[] = [
  call('GET /api/v3/portal'),
  ...sessionsBy('v3'),
  call('GET /api/v3/apis'),
  call('GET /api/v3/apis/{apiIdOrSlug}', { at: offered }),
  call('GET /api/v3/developer/authenticate/sso', { status: 400 }),
  call(`GET ${api}/actions`, { at: offered }),
  call(`GET ${api}/documents`, { at: offered }),
  call(`GET ${api}/documents/{documentIdOrSlug}`, { at: offered }),
  call(`GET ${api}/specifications`, { at: offered }),
  call(`GET ${api}/specifications/{specId}`, { at: offered }),
  call(`GET ${api}/specifications/{specId}/raw`, { at: offered, raw: true }),
  call(`GET ${api}/versions`, { at: offered }),
  call(`GET ${api}/versions/{versionId}`, { at: offered }),
  call(`GET ${api}/versions/{versionId}/raw`, { at: offered }),
  call('GET /api/v3/search', { query: '?q=order' }),
  call('POST /api/v3/stats', { body: { metrics: ['request_count'] } }),
  call('GET /api/v3/stats/config'),
  call('GET /api/v3/developer/teams'),
  call('GET /api/v3/developer/teams/{teamId}', { at: { teamId: 'team' } }),
  call('GET /api/v3/developer/teams/{teamId}/developers', { at: { teamId: 'team' } }),
  call('GET /api/v3/application-auth-strategies'),
  ...applicationsBy('v3', ({ known }: Reading) => ({ api_id: known.api })),
  call(`GET ${application}/granted-scopes`, {
    at: { applicationId: 'grantedApplication' },
    refused: [{ status: 422, at: {} }],
  }),
  call(`GET ${api}/applications`, { at: offered }),
  call(`POST ${application}/regenerate-secret`),
  call(`DELETE ${application}/registrations/{registrationId}`),
  call(`DELETE ${application}`),
  call('POST /api/v3/developer/logout'),
]
