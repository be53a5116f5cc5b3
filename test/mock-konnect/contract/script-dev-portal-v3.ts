import { type Call, call, type Reading } from './call.ts'
import { applicationsBy, sessionsBy } from './script-dev-portal.ts'

const application = '/api/v3/applications/{applicationId}'
const offered = { apiIdOrSlug: 'api' }

/** The Portal API of current portals (`konnect.md` 9). */
export const portalApiV3: readonly Call[] = [
  call('GET /api/v3/portal'),
  ...sessionsBy('v3'),
  call('GET /api/v3/apis'),
  call('GET /api/v3/apis/{apiIdOrSlug}', { at: offered }),
  call('GET /api/v3/application-auth-strategies'),
  ...applicationsBy('v3', ({ known }: Reading) => ({ api_id: known.api })),
  call(`GET ${application}/granted-scopes`, {
    at: { applicationId: 'grantedApplication' },
    refused: [{ status: 422, at: {} }],
  }),
  call(`POST ${application}/regenerate-secret`),
  call(`DELETE ${application}/registrations/{registrationId}`),
  call(`DELETE ${application}`),
  call('POST /api/v3/developer/logout'),
]
