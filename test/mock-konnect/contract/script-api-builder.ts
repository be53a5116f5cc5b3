import { type Call, call, type Reading, twice } from './call.ts'

const published = { portalId: 'portal' }

const api = '/v3/apis/{apiId}'
const content = 'openapi: 3.1.0\ninfo: { title: Invoices, version: "1" }\npaths: {}\n'

/** APIs, what serves them, and where they are published (`konnect.md` 7). */
export const apiBuilder: readonly Call[] = [
  call('POST /v3/apis', { body: { name: 'Invoices', version: '1' }, keep: { apiId: 'id' } }),
  call('GET /v3/apis'),
  call('GET /v3/apis/{apiId}'),
  call('PATCH /v3/apis/{apiId}', {
    body: { description: 'What is owed' },
    refused: [{ status: 409, body: { slug: 'orders-v1' } }],
  }),
  call(`POST ${api}/versions`, { body: { spec: { content } }, keep: { versionId: 'id' }, refused: twice }),
  call(`POST ${api}/versions`, { body: { version: 'other', spec: {} }, again: true }),
  call(`GET ${api}/versions`),
  call(`GET ${api}/versions/{versionId}`),
  call(`PATCH ${api}/versions/{versionId}`, {
    body: { version: '2' },
    refused: [{ status: 409, body: { version: 'other' } }],
  }),
  call(`DELETE ${api}/versions/{versionId}`),
  call(`POST ${api}/specifications`, { body: { content }, keep: { specId: 'id' }, refused: twice }),
  call(`GET ${api}/specifications`),
  call(`GET ${api}/specifications/{specId}`),
  call(`PATCH ${api}/specifications/{specId}`, { body: { content } }),
  call(`DELETE ${api}/specifications/{specId}`),
  call(`POST ${api}/documents`, { body: { content: '# Other' }, again: true }),
  call(`POST ${api}/documents`, { body: { content: '# Start' }, keep: { documentId: 'id' }, refused: twice }),
  call(`GET ${api}/documents`),
  call(`GET ${api}/documents/{documentId}`),
  call(`PATCH ${api}/documents/{documentId}`, {
    body: { status: 'published' },
    refused: [{ status: 409, body: { slug: 'other' } }],
  }),
  call(`DELETE ${api}/documents/{documentId}`),
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
