import { type FormCase, gone } from './form-case.ts'
import type { Organisation } from './organisation.ts'

const nobody = 'd0000000-0000-4000-8000-0000000000ff'

/** Every form of Konnect's pages. */
export function konnectForms({ ids, providers, strategies, documents, keys }: Organisation): FormCase[] {
  const auth = '/konnect/portals/application-auth'
  const [products, apis] = ['/konnect/api-products', '/konnect/apis']
  const product = `${products}/${ids.product}`
  const version = `${product}/versions/${ids.productVersion}`
  const publication = `${version}/dev-portals/${ids.classicPortal}`
  const api = `${apis}/${ids.api}`
  const plane = `/konnect/gateway-manager/${ids.controlPlane}`
  const portal = `/konnect/portals/v3/${ids.portal}`
  const classic = `/konnect/portals/v2/${ids.classicPortal}`
  const routes = {
    product: `${products}/:productId`,
    version: `${products}/:productId/versions/:versionId`,
    api: `${apis}/:apiId`,
    plane: '/konnect/gateway-manager/:controlPlaneId',
    portal: '/konnect/portals/:version/:portalId',
  }
  return [
    {
      route: '/konnect/sign-in',
      path: '/konnect/sign-in',
      typed: { token: 'kpat_wrong' },
      refused: { token: 'Unauthorized' },
      secrets: ['token'],
      stranger: true,
    },
    { route: '/konnect/sign-out', path: '/konnect/sign-out', typed: {}, why: 'it always ends', stranger: true },
    {
      route: `${auth}/auth-strategy/create`,
      path: `${auth}/auth-strategy/create?auth_type=key_auth`,
      typed: {
        name: 'keys',
        display_name: '',
        'configs.key-auth.key_names': 'a, b',
        'configs.key-auth.ttl.value': 'soon',
      },
      refused: {
        display_name: '"display_name" is required',
        'configs.key-auth.ttl.value': '"configs.key-auth.ttl.value" must be an integer',
        'configs.key-auth.ttl.unit': '"configs.key-auth.ttl.unit" is required',
      },
    },
    {
      route: `${auth}/auth-strategy/create`,
      path: `${auth}/auth-strategy/create?auth_type=openid_connect`,
      typed: {
        name: '',
        display_name: 'Curity',
        'configs.openid-connect.issuer': 'curity',
        'configs.openid-connect': '{',
      },
      refused: { 'configs.openid-connect': '"configs.openid-connect" must be a JSON object' },
    },
    {
      route: `${auth}/auth-strategy/:id`,
      path: `${auth}/auth-strategy/${strategies.own}`,
      typed: { name: '', display_name: 'Own', 'configs.openid-connect.issuer': 'nowhere' },
      refused: {
        name: '"name" is required',
        'configs.openid-connect.issuer': '"configs.openid-connect.issuer" must be a valid URL',
      },
    },
    {
      route: `${auth}/auth-strategy/:id/delete`,
      path: `${auth}/auth-strategy/${ids.strategy}/delete`,
      page: `${auth}/auth-strategy/${ids.strategy}`,
      typed: {},
      refused: { '': 'Application auth strategy is in use' },
    },
    ...['curity', 'auth0', 'azureAd'].map((type) => ({
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=${type}`,
      typed: { name: 'mine', issuer: 'nowhere', 'dcr_config.initial_client_secret': 'hush' },
      refused: {
        issuer: '"issuer" must be a valid URL',
        'dcr_config.initial_client_id': '"dcr_config.initial_client_id" is required',
      },
      secrets: ['dcr_config.initial_client_secret'],
    })),
    {
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=okta`,
      typed: { name: '', issuer: 'https://okta.example', 'dcr_config.dcr_token': '' },
      refused: { name: '"name" is required', 'dcr_config.dcr_token': '"dcr_config.dcr_token" is required' },
    },
    {
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=http`,
      typed: {
        name: 'mine',
        issuer: 'https://idp.example',
        'dcr_config.dcr_base_url': 'nowhere',
        'dcr_config.api_key': 'short',
      },
      refused: {
        'dcr_config.dcr_base_url': '"dcr_config.dcr_base_url" must be a valid URL',
        'dcr_config.api_key': 'dcr_config.api_key must be longer than or equal to 12 characters',
      },
      secrets: ['dcr_config.api_key'],
    },
    {
      route: `${auth}/dcr-provider/create`,
      path: `${auth}/dcr-provider/create?provider_type=kongIdentity`,
      typed: { name: '', display_name: 'Kong' },
      refused: { name: '"name" is required', issuer: '"issuer" is required' },
    },
    {
      route: `${auth}/dcr-provider/:id`,
      path: `${auth}/dcr-provider/${providers.auth0}`,
      typed: { name: 'other', issuer: 'nowhere', 'dcr_config.initial_client_id': 'a' },
      refused: { issuer: '"issuer" must be a valid URL' },
    },
    {
      route: `${auth}/dcr-provider/:id/verify`,
      path: `${auth}/dcr-provider/${nobody}/verify`,
      page: `${auth}/dcr-provider/${nobody}`,
      typed: {},
      refused: gone,
    },
    {
      route: `${auth}/dcr-provider/:id/delete`,
      path: `${auth}/dcr-provider/${ids.provider}/delete`,
      page: `${auth}/dcr-provider/${ids.provider}`,
      typed: {},
      refused: { '': 'DCR provider is in use' },
    },
    {
      route: '/konnect/gateway-manager',
      path: '/konnect/gateway-manager',
      typed: { name: '', description: 'second' },
      refused: { name: '"name" is required' },
    },
    {
      route: `${routes.plane}/services/create`,
      path: `${plane}/services/create`,
      typed: { name: 'a b', url: 'nowhere' },
      refused: { url: '"url" must be a valid URL' },
    },
    {
      route: `${routes.plane}/routes/create`,
      path: `${plane}/routes/create`,
      typed: { name: 'mine', paths: 'orders' },
      refused: { paths: '"paths.0" must match the pattern ^(/|~)' },
    },
    {
      route: `${routes.plane}/delete-service`,
      path: `${plane}/delete-service`,
      page: plane,
      typed: { id: ids.service },
      button: true,
      refused: { '': "an existing 'routes' entity references this 'services' entity" },
    },
    {
      route: `${routes.plane}/delete-route`,
      path: `${plane}/delete-route`,
      page: plane,
      typed: { id: nobody },
      button: true,
    },
    {
      route: '/konnect/portals/create',
      path: '/konnect/portals/create?generation=v3',
      typed: { name: '', description: 'x' },
      refused: { name: '"name" is required' },
    },
    {
      route: '/konnect/portals/create',
      path: '/konnect/portals/create?generation=v2',
      typed: { name: '', custom_domain: 'no domain' },
      refused: { name: '"name" is required', custom_domain: '"custom_domain" must be a valid hostname' },
    },
    {
      route: routes.portal,
      path: portal,
      typed: {
        name: '',
        display_name: 'Demo',
        description: 'new',
        default_api_visibility: 'private',
        default_page_visibility: 'public',
      },
      refused: { name: 'name must be longer than or equal to 1 characters' },
    },
    {
      route: `${routes.portal}/delete`,
      path: `${portal}/delete`,
      page: portal,
      typed: {},
      refused: { '': 'Portal has published APIs' },
    },
    {
      route: `${routes.portal}/application-setup`,
      path: `${classic}/application-setup`,
      typed: { idp_type: 'okta', issuer_url: 'nowhere', claims: 'sub', auth_methods: 'bearer' },
      refused: { issuer_url: '"issuer_url" must be a valid URL', token: '"token" is required' },
    },
    {
      route: `${routes.portal}/developers`,
      path: `${portal}/developers`,
      typed: { email: 'ada', full_name: 'Ada' },
      refused: { email: '"email" must be a valid email' },
    },
    {
      route: `${routes.portal}/developers/decide`,
      path: `${portal}/developers/decide`,
      page: `${portal}/developers`,
      typed: { id: ids.developer, status: 'great' },
      button: true,
      refused: { '': 'status: must be one of [approved, pending, revoked, rejected]' },
    },
    {
      route: `${routes.portal}/developers/delete`,
      path: `${portal}/developers/delete`,
      page: `${portal}/developers`,
      typed: { id: nobody },
      button: true,
      refused: gone,
    },
    {
      route: `${routes.portal}/registrations/decide`,
      path: `${portal}/registrations/decide`,
      page: `${portal}/registrations`,
      typed: { id: nobody, application_id: nobody, status: 'approved' },
      button: true,
      refused: gone,
    },
    {
      route: `${routes.portal}/registrations/delete`,
      path: `${portal}/registrations/delete`,
      page: `${portal}/registrations`,
      typed: { id: nobody, application_id: nobody },
      button: true,
      refused: gone,
    },
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
      refused: { '': 'This gateway service is already linked to another API' },
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
