import { expect } from 'vitest'
import type { World } from '../../harness/world.ts'
import type { Organisation } from './organisation.ts'
import { type PageSet, routesBelow, visitsNamed } from './page-set.ts'
import { personAt } from './person.ts'

/** The pages of Konnect, each form in every variety that it has. */
export async function konnectPages({ addresses }: World, organisation: Organisation): Promise<PageSet> {
  const { url, token } = addresses.konnect
  const { ids, providers, strategies, documents } = organisation
  const person = personAt(url)
  expect((await person.post('/konnect/sign-in', { token })).status).toBe(303)
  const visit = visitsNamed('konnect')
  const auth = '/konnect/portals/application-auth'
  const portal = '/konnect/portals/:version/:portalId'
  const [current, classic] = [`/konnect/portals/v3/${ids.portal}`, `/konnect/portals/v2/${ids.classicPortal}`]
  const [product, api] = [`/konnect/api-products/${ids.product}`, `/konnect/apis/${ids.api}`]
  const version = `${product}/versions/${ids.productVersion}`
  const plane = `/konnect/gateway-manager/${ids.controlPlane}`
  const types = ['curity', ...Object.keys(providers)]
  return {
    name: 'konnect',
    person,
    ...(await routesBelow(url, /^\/konnect(\/|$)/)),
    visits: [
      visit('sign-in', '/konnect/sign-in', '/konnect/sign-in?return=%2Fkonnect%2Fapis', { stranger: true }),
      visit('overview', '/konnect'),
      visit('not-found', '/konnect/*', '/konnect/nowhere', { status: 404 }),
      visit('api-of-nobody', '/konnect/apis/:apiId', `/konnect/apis/${ids.portal}`, { status: 404 }),
      visit('auth-strategies', auth),
      visit('new-strategy-dcr', `${auth}/auth-strategy/create`, `${auth}/auth-strategy/create?auth_type=dcr`),
      visit(
        'new-strategy-dcr-auth0',
        `${auth}/auth-strategy/create`,
        `${auth}/auth-strategy/create?auth_type=dcr&dcr_provider_id=${providers.auth0}`,
      ),
      ...['openid_connect', 'key_auth'].map((type) =>
        visit(
          `new-strategy-${type.replace('_', '-')}`,
          `${auth}/auth-strategy/create`,
          `${auth}/auth-strategy/create?auth_type=${type}`,
        ),
      ),
      ...Object.entries({ dcr: ids.strategy, ...strategies }).map(([type, id]) =>
        visit(`strategy-${type}`, `${auth}/auth-strategy/:id`, `${auth}/auth-strategy/${id}`),
      ),
      visit('dcr-providers', `${auth}/dcr-providers`),
      ...types.map((type) =>
        visit(
          `new-provider-${type}`,
          `${auth}/dcr-provider/create`,
          `${auth}/dcr-provider/create?provider_type=${type}`,
        ),
      ),
      ...Object.entries({ curity: ids.provider, ...providers }).map(([type, id]) =>
        visit(`provider-${type}`, `${auth}/dcr-provider/:id`, `${auth}/dcr-provider/${id}`),
      ),
      visit('gateway-manager', '/konnect/gateway-manager'),
      visit('control-plane', '/konnect/gateway-manager/:controlPlaneId', plane),
      ...['services', 'routes'].map((kind) =>
        visit(`new-${kind}`, `/konnect/gateway-manager/:controlPlaneId/${kind}/create`, `${plane}/${kind}/create`),
      ),
      visit('portals', '/konnect/portals'),
      ...['v3', 'v2'].map((generation) =>
        visit(
          `new-portal-${generation}`,
          '/konnect/portals/create',
          `/konnect/portals/create?generation=${generation}`,
        ),
      ),
      ...['published', 'developers', 'registrations'].flatMap((page) => [
        visit(`portal-current-${page}`, `${portal}/${page}`, `${current}/${page}`),
        visit(`portal-classic-${page}`, `${portal}/${page}`, `${classic}/${page}`),
      ]),
      visit('portal-current-settings', portal, current),
      visit('portal-classic-settings', portal, classic),
      visit('application-setup', `${portal}/application-setup`, `${classic}/application-setup`),
      visit('api-products', '/konnect/api-products'),
      visit('new-api-product', '/konnect/api-products/create'),
      visit('api-product', '/konnect/api-products/:productId', product),
      visit('new-product-document', '/konnect/api-products/:productId/documents/create', `${product}/documents/create`),
      visit(
        'product-document',
        '/konnect/api-products/:productId/documents/:documentId',
        `${product}/documents/${documents.product}`,
      ),
      visit('new-version', '/konnect/api-products/:productId/versions/create', `${product}/versions/create`),
      visit('version', '/konnect/api-products/:productId/versions/:versionId', version),
      visit(
        'version-specification',
        '/konnect/api-products/:productId/versions/:versionId/specification',
        `${version}/specification`,
      ),
      visit(
        'publish-version',
        '/konnect/api-products/:productId/versions/:versionId/dev-portals/:portalId',
        `${version}/dev-portals/${ids.classicPortal}`,
      ),
      visit('apis', '/konnect/apis'),
      visit('new-api', '/konnect/apis/create'),
      visit('api', '/konnect/apis/:apiId', api),
      visit('api-unlinked', '/konnect/apis/:apiId', `/konnect/apis/${organisation.keys}`),
      visit('api-specification', '/konnect/apis/:apiId/specification', `${api}/specification`),
      visit('new-api-document', '/konnect/apis/:apiId/documents/create', `${api}/documents/create`),
      visit('api-document', '/konnect/apis/:apiId/documents/:documentId', `${api}/documents/${documents.api}`),
      visit('publish-api', '/konnect/apis/:apiId/publish', `${api}/publish`),
      visit('edit-publication', '/konnect/apis/:apiId/publish', `${api}/publish?portal_id=${ids.portal}`),
    ],
  }
}

/** What the pages show in an organisation that has nothing yet. */
export async function emptyKonnectPages({ addresses }: World): Promise<PageSet> {
  const { url, token } = addresses.konnect
  const person = personAt(url)
  expect((await person.post('/konnect/sign-in', { token })).status).toBe(303)
  const visit = visitsNamed('konnect-empty')
  const auth = '/konnect/portals/application-auth'
  const paths = [auth, `${auth}/dcr-providers`, `${auth}/auth-strategy/create`]
  const others = ['gateway-manager', 'portals', 'api-products', 'apis'].map((name) => `/konnect/${name}`)
  return {
    name: 'konnect-empty',
    person,
    ...{ pages: [], forms: [] },
    visits: [...paths, ...others].map((path) => visit(path.split('/').slice(3).join('-') || path.slice(9), path)),
  }
}
