import { type FormCase, gone } from './form-case.ts'
import type { Organisation } from './organisation.ts'

const nobody = 'd0000000-0000-4000-8000-0000000000ff'

/** Forms of Konnect's Gateway Manager and Dev Portals. */
export function konnectPlaceForms({ ids }: Organisation): FormCase[] {
  const plane = `/konnect/gateway-manager/${ids.controlPlane}`
  const portal = `/konnect/portals/v3/${ids.portal}`
  const classic = `/konnect/portals/v2/${ids.classicPortal}`
  const routes = {
    plane: '/konnect/gateway-manager/:controlPlaneId',
    portal: '/konnect/portals/:version/:portalId',
  }
  return [
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
  ]
}
