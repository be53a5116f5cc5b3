import type { Operator } from './konnect.ts'

/** A gateway service of the control plane that a new organisation has. */
export async function serviceOf(operator: Operator, name = 'orders') {
  const { body } = await operator.get('/v2/control-planes')
  const control_plane_id = String(body.data[0]?.id)
  const path = `/v2/control-planes/${control_plane_id}/core-entities/services`
  const { body: service } = await operator.post(path, { name, host: `${name}.example` })
  return { id: service.id, control_plane_id }
}

/** A classic portal and a product with one version behind which `name` stands. */
export async function productOf(operator: Operator, name = 'orders') {
  const gateway_service = await serviceOf(operator, name)
  const { body: portal } = await operator.post('/v2/portals', { name: `portal of ${name}` })
  const { body: product } = await operator.post('/v2/api-products', { name })
  const { body: version } = await operator.post(`/v2/api-products/${product.id}/product-versions`, {
    ...{ name: 'v1', gateway_service },
  })
  return { gateway_service, portal, product, version }
}

/** How a version is put into a portal. */
export const publication = (...auth_strategy_ids: string[]) => ({
  publish_status: 'published',
  auth_strategy_ids,
  application_registration_enabled: true,
  auto_approve_registration: false,
  deprecated: false,
})

/** A current portal and an API, not published yet. */
export async function apiOf(operator: Operator, name = 'Orders') {
  const { body: portal } = await operator.post('/v3/portals', { name: `portal of ${name}` })
  const { body: api } = await operator.post('/v3/apis', { name, version: 'v1' })
  return { portal, api, path: `/v3/apis/${api.id}/publications/${portal.id}` }
}
