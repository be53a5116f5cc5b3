import { type Call, call, type Reading } from './call.ts'

const product = { id: 'apiProductId' }
const version = { id: 'apiProductVersionId' }
const linked = ({ known }: Reading) => ({
  name: 'v2',
  gateway_service: { id: known.service, control_plane_id: known.controlPlane },
})

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
  call('DELETE /v2/api-products/{apiProductId}/product-versions/{id}', { at: version }),
  call('DELETE /v2/api-products/{id}', { at: product }),
]
