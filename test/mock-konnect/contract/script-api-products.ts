import { type Call, call, type Reading, twice } from './call.ts'

const product = { id: 'apiProductId' }
const version = { id: 'apiProductVersionId' }
const linked = ({ known }: Reading) => ({
  name: 'v2',
  gateway_service: { id: known.service, control_plane_id: known.controlPlane },
})

const specifications = '/v2/api-products/{apiProductId}/product-versions/{apiProductVersionId}/specifications'
const content = Buffer.from('{"openapi":"3.0.3","info":{"title":"Invoices","version":"1"},"paths":{}}').toString(
  'base64',
)
const pages = '/v2/api-products/{apiProductId}/documents'
const page = { slug: 'start', status: 'published', title: 'Start', content: '# Start\n\nHere.\n\n- one\n- two\n' }
const taken = [{ status: 409, body: { ...page, slug: 'other' } }]
const documents: readonly Call[] = [
  call(`POST ${pages}`, { body: { ...page, slug: 'other' }, again: true }),
  call(`POST ${pages}`, { body: page, keep: { documentId: 'id' }, refused: twice }),
  call(`GET ${pages}`),
  call(`GET ${pages}`, { headers: { accept: 'application/vnd.konnect.document-tree+json' }, again: true }),
  call(`GET ${pages}/{id}`, { at: { id: 'documentId' } }),
  call(`PATCH ${pages}/{id}`, { at: { id: 'documentId' }, body: { title: 'Begin' }, refused: taken }),
  call(`DELETE ${pages}/{id}`, { at: { id: 'documentId' } }),
]

/** API products and their versions (`konnect.md` 6). */
export const apiProducts: readonly Call[] = [
  call('POST /v2/api-products', { body: { name: 'Invoices' }, keep: { apiProductId: 'id' } }),
  call('GET /v2/api-products'),
  call('GET /v2/api-products/{id}', { at: product }),
  call('PATCH /v2/api-products/{id}', { at: product, body: { description: 'What is owed' } }),
  call('POST /v2/api-products/{apiProductId}/product-versions', {
    body: { name: 'v1' },
    keep: { apiProductVersionId: 'id' },
    refused: [{ status: 409, body: linked }],
  }),
  call('GET /v2/api-products/{apiProductId}/product-versions'),
  call('GET /v2/api-products/{apiProductId}/product-versions/{id}', { at: version }),
  call('PATCH /v2/api-products/{apiProductId}/product-versions/{id}', {
    at: version,
    body: { deprecated: true },
    refused: [{ status: 409, body: linked }],
  }),
  ...documents,
  call(`POST ${specifications}`, {
    body: { name: 'oas.json', content },
    keep: { specificationId: 'id' },
    refused: twice,
  }),
  call(`GET ${specifications}`),
  call(`GET ${specifications}/{specificationId}`),
  call(`PATCH ${specifications}/{specificationId}`, { body: { name: 'oas.yaml' } }),
  call(`DELETE ${specifications}/{specificationId}`),
  call('DELETE /v2/api-products/{apiProductId}/product-versions/{id}', { at: version }),
  call('DELETE /v2/api-products/{id}', { at: product }),
]
