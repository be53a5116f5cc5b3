import { type Call, call, type Reading, twice } from './call.ts'
import { signInOf, teamsOf } from './script-teams.ts'

const portal = '/v3/portals/{portalId}'
const demo = { portalId: 'portal' }
const registration = `${portal}/applications/{applicationId}/registrations/{registrationId}`
const owner = ({ known }: Reading) => ({ owner: { type: 'developer', id: known.developer } })
const applicationBody = (reading: Reading) => ({
  name: 'billing',
  auth_strategy_id: reading.known.strategy,
  ...owner(reading),
})
const person = { email: 'new@example.com', full_name: 'New', status: 'approved' }

/** Current portals and what is in them (`konnect.md` 4.2, 5). */
export const portalsV3: readonly Call[] = [
  call('POST /v3/portals', { body: { name: 'made' }, keep: { made: 'id' } }),
  call('GET /v3/portals'),
  call(`GET ${portal}`, { at: { portalId: 'made' } }),
  call(`PATCH ${portal}`, {
    at: { portalId: 'made' },
    body: { name: 'changed' },
    refused: [{ status: 409, body: { name: 'demo' } }],
  }),
  ...teamsOf('v3', { ...demo, developerId: 'developer' }),
  ...signInOf('v3', demo),
  call(`POST ${portal}/custom-domain`, {
    at: demo,
    body: { hostname: 'portal.example.com', enabled: true, ssl: { domain_verification_method: 'http' } },
  }),
  call(`GET ${portal}/custom-domain`, { at: demo }),
  call(`PATCH ${portal}/custom-domain`, { at: demo, body: { enabled: false } }),
  call(`DELETE ${portal}/custom-domain`, { at: demo }),
  call(`POST ${portal}/developers`, { at: demo, body: person, keep: { developerId: 'id' }, refused: twice }),
  call(`GET ${portal}/developers`, { at: demo }),
  call(`GET ${portal}/developers/{developerId}`, { at: demo }),
  call(`PATCH ${portal}/developers/{developerId}`, { at: demo, body: { status: 'revoked' } }),
  call(`POST ${portal}/applications`, { at: demo, body: applicationBody, keep: { applicationId: 'id' } }),
  call(`GET ${portal}/applications`, { at: demo }),
  call(`GET ${portal}/applications/{applicationId}`, { at: demo }),
  call('GET /v3/applications/{applicationId}'),
  call(`PATCH ${portal}/applications/{applicationId}`, { at: demo, body: owner }),
  call(`GET ${portal}/applications/{applicationId}/developers`, { at: demo }),
  call(`GET ${portal}/applications/{applicationId}/credentials`, { at: demo }),
  call(`POST ${portal}/applications/{applicationId}/registrations`, {
    at: demo,
    body: ({ known }: Reading) => ({ api_id: known.api }),
    keep: { registrationId: 'id' },
    refused: twice,
  }),
  call(`GET ${portal}/application-registrations`, { at: demo }),
  call(`GET ${portal}/applications/{applicationId}/registrations`, { at: demo }),
  call(`GET ${registration}`, { at: demo }),
  call(`PATCH ${registration}`, { at: demo, body: { status: 'revoked' } }),
  call(`PUT ${registration}/consumer`, { at: demo, body: ({ known }: Reading) => ({ id: known.consumer }) }),
  call(`DELETE ${registration}/consumer`, { at: demo }),
  call(`DELETE ${registration}`, { at: demo }),
  call(`DELETE ${portal}/applications/{applicationId}`, { at: demo }),
  call(`DELETE ${portal}/developers/{developerId}`, { at: demo }),
  call(`DELETE ${portal}`, { at: { portalId: 'made' } }),
]
