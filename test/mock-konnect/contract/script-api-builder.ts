import { type Call, call, type Reading } from './call.ts'

const published = { portalId: 'portal' }

/** APIs, what serves them, and where they are published (`konnect.md` 7). */
export const apiBuilder: readonly Call[] = [
  call('POST /v3/apis', { body: { name: 'Invoices', version: '1' }, keep: { apiId: 'id' } }),
  call('GET /v3/apis'),
  call('GET /v3/apis/{apiId}'),
  call('PATCH /v3/apis/{apiId}', {
    body: { description: 'What is owed' },
    refused: [{ status: 409, body: { slug: 'orders-v1' } }],
  }),
  call('POST /v3/apis/{apiId}/implementations', {
    body: ({ known }: Reading) => ({ control_plane: { control_plane_id: known.controlPlane } }),
    keep: { implementationId: 'id' },
    refused: [{ status: 409, after: true }],
  }),
  call('GET /v3/apis/{apiId}/implementations/{implementationId}'),
  call('GET /v3/api-implementations'),
  call('PUT /v3/apis/{apiId}/publications/{portalId}', { at: published, body: { visibility: 'public' } }),
  call('GET /v3/apis/{apiId}/publications/{portalId}', { at: published }),
  call('GET /v3/api-publications'),
  call('GET /v3/portals/{portalId}/api-publications', { at: published }),
  call('GET /v3/apis/{apiId}/registrations'),
  call('DELETE /v3/apis/{apiId}/publications/{portalId}', { at: published }),
  call('DELETE /v3/apis/{apiId}/implementations/{implementationId}'),
  call('DELETE /v3/apis/{apiId}'),
]
