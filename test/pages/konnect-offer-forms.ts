import { type FormCase, gone } from './form-case.ts'
import type { Organisation } from './organisation.ts'

const nobody = 'd0000000-0000-4000-8000-0000000000ff'

/** Forms of Konnect's API products and APIs. */
export function konnectOfferForms({ ids, documents, keys }: Organisation): FormCase[] {
  const [products, apis] = ['/konnect/api-products', '/konnect/apis']
  const product = `${products}/${ids.product}`
  const version = `${product}/versions/${ids.productVersion}`
  const publication = `${version}/dev-portals/${ids.classicPortal}`
  const api = `${apis}/${ids.api}`
  const routes = {
    product: `${products}/:productId`,
    version: `${products}/:productId/versions/:versionId`,
    api: `${apis}/:apiId`,
  }
  return [
    {
      route: `${products}/create`,
      path: `${products}/create`,
      typed: { name: '', description: 'orders' },
      refused: { name: '"name" is required' },
    },
    {
      route: routes.product,
      path: product,
      typed: { name: '', description: 'other' },
      refused: { name: 'name must be longer than or equal to 1 characters' },
    },
    {
      route: `${routes.product}/delete`,
      path: `${products}/${nobody}/delete`,
      page: `${products}/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${routes.product}/documents/create`,
      path: `${product}/documents/create`,
      typed: { title: '', slug: 'a b', status: 'published', content: '# One' },
      refused: { title: '"title" is required', slug: '"slug" must match the pattern ^[\\w-]+$' },
    },
    {
      route: `${routes.product}/documents/:documentId`,
      path: `${product}/documents/${documents.product}`,
      typed: { title: 'One', slug: 'a b', status: 'published', content: '# One' },
      refused: { slug: '"slug" must match the pattern ^[\\w-]+$' },
    },
    {
      route: `${routes.product}/documents/:documentId/delete`,
      path: `${product}/documents/${nobody}/delete`,
      page: `${product}/documents/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${routes.product}/versions/create`,
      path: `${product}/versions/create`,
      typed: { name: '' },
      refused: { name: '"name" is required' },
    },
    {
      route: routes.version,
      path: version,
      typed: { name: '' },
      refused: { name: 'name must be longer than or equal to 1 characters' },
    },
    {
      route: `${routes.version}/delete`,
      path: `${product}/versions/${nobody}/delete`,
      page: `${product}/versions/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${routes.version}/specification`,
      path: `${version}/specification`,
      typed: { name: 'orders', content: 'none: at all' },
      refused: { name: '"name" must match the pattern ^.+(?:\\.yaml|\\.yml|\\.json)$' },
    },
    {
      route: `${routes.version}/specification/delete`,
      path: `${product}/versions/${nobody}/specification/delete`,
      page: `${product}/versions/${nobody}/specification`,
      typed: {},
      refused: gone,
    },
    {
      route: `${routes.version}/dev-portals/:portalId`,
      path: publication,
      typed: { require_authentication: 'true', auth_strategy_ids: nobody, deprecated: 'true' },
      unshown: ['auth_strategy_ids'],
      refused: { auth_strategy_ids: 'Application auth strategy not found' },
    },
    {
      route: `${routes.version}/dev-portals/:portalId/unpublish`,
      path: `${version}/dev-portals/${nobody}/unpublish`,
      page: `${version}/dev-portals/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${apis}/create`,
      path: `${apis}/create`,
      typed: { name: '', slug: 'a b', description: 'x' },
      refused: { name: '"name" is required', slug: '"slug" must match the pattern ^[\\w-]+$' },
    },
    {
      route: routes.api,
      path: api,
      typed: { name: 'Orders', slug: 'a b', description: 'x' },
      refused: { slug: '"slug" must match the pattern ^[\\w-]+$' },
    },
    {
      route: `${routes.api}/link`,
      path: `${apis}/${keys}/link`,
      page: `${apis}/${keys}`,
      typed: { service: `${ids.controlPlane} ${ids.service}` },
      refused: { service: 'This gateway service is already linked to another API' },
    },
    {
      route: `${routes.api}/unlink`,
      path: `${api}/unlink`,
      page: api,
      typed: { implementation_id: nobody },
      button: true,
      refused: gone,
    },
    {
      route: `${routes.api}/publish`,
      path: `${api}/publish`,
      typed: { portal_id: ids.portal, auth_strategy_ids: nobody, visibility: 'public' },
      unshown: ['auth_strategy_ids'],
      refused: { auth_strategy_ids: 'Application auth strategy not found' },
    },
    {
      route: `${routes.api}/unpublish`,
      path: `${api}/unpublish`,
      page: api,
      typed: { portal_id: nobody },
      button: true,
      refused: gone,
    },
    {
      route: `${routes.api}/delete`,
      path: `${apis}/${nobody}/delete`,
      page: `${apis}/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${routes.api}/documents/create`,
      path: `${api}/documents/create`,
      typed: { title: 'One', slug: 'a b', status: 'published', content: '# One' },
      refused: { slug: '"slug" must match the pattern ^[\\w-]+$' },
    },
    {
      route: `${routes.api}/documents/:documentId`,
      path: `${api}/documents/${documents.api}`,
      typed: { title: 'One', slug: 'a b', status: 'published', content: '# One' },
      refused: { slug: '"slug" must match the pattern ^[\\w-]+$' },
    },
    {
      route: `${routes.api}/documents/:documentId/delete`,
      path: `${api}/documents/${nobody}/delete`,
      page: `${api}/documents/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${routes.api}/specification`,
      path: `${api}/specification`,
      typed: { content: 'none: at all' },
      refused: { content: '"content" must be an OpenAPI or AsyncAPI document' },
    },
    {
      route: `${routes.api}/specification/delete`,
      path: `${apis}/${nobody}/specification/delete`,
      page: `${apis}/${nobody}/specification`,
      typed: {},
      refused: gone,
    },
  ]
}
