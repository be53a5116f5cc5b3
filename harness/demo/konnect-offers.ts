import type { Api, ApiImplementation } from '../../mock-konnect/model/api.ts'
import type { ApiProduct, ProductVersion } from '../../mock-konnect/model/api-product.ts'
import type { Publication } from '../../mock-konnect/model/publication.ts'
import type { Specification } from '../../mock-konnect/model/specification.ts'
import type { DemoKonnect, Times } from './konnect.ts'
import { demo } from './names.ts'

const { ids } = demo

/** `Orders`, as product version and as API, each published in its portal. */
export function offerTables({ given }: DemoKonnect, times: Times) {
  const link = { id: ids.service, control_plane_id: ids.controlPlane }
  const product: ApiProduct = {
    id: ids.product,
    ...times,
    name: 'Orders',
    description: 'What customers ordered',
    labels: {},
    public_labels: {},
    portal_ids: [ids.classicPortal],
  }
  const productVersion: ProductVersion = {
    id: ids.productVersion,
    ...times,
    api_product_id: ids.product,
    name: 'v1',
    labels: {},
    publish_status: 'published',
    deprecated: false,
    gateway_service: link,
  }
  const api: Api = {
    id: ids.api,
    ...times,
    name: 'Orders',
    version: 'v1',
    description: 'What customers ordered',
    slug: 'orders-v1',
    labels: {},
    attributes: {},
  }
  const implementation: ApiImplementation = {
    id: ids.implementation,
    ...times,
    api_id: ids.api,
    service: link,
    control_plane: null,
  }
  const publication = {
    ...times,
    auth_strategy_id: ids.strategy,
    auto_approve_registrations: true,
    publish_status: 'published',
    application_registration_enabled: true,
    deprecated: false,
    visibility: 'private',
    ...given.publication,
  } as const
  const publications: Publication[] = [
    {
      id: ids.classicPublication,
      portal_id: ids.classicPortal,
      offer: { type: 'product_version', id: ids.productVersion },
      ...publication,
    },
    { id: ids.publication, portal_id: ids.portal, offer: { type: 'api', id: ids.api }, ...publication },
  ]
  const specification = { ...times, name: 'orders.json', type: 'oas3', content: ordersSpecification } as const
  const specifications: Specification[] = [
    { id: ids.classicSpecification, subject: { type: 'product_version', id: ids.productVersion }, ...specification },
    { id: ids.specification, subject: { type: 'api', id: ids.api }, ...specification },
  ]
  return {
    api_products: [product],
    product_versions: [productVersion],
    apis: [api],
    api_implementations: [implementation],
    publications,
    specifications,
  }
}

/** How `Orders` is called. It names no server: where the gateway is, it cannot know. */
const ordersSpecification = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Orders', version: 'v1' },
  paths: {
    '/orders': { get: { summary: 'What customers ordered', responses: { 200: { description: 'The orders' } } } },
  },
})
