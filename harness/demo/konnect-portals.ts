import type { Developer } from '../../mock-konnect/model/developer.ts'
import type { ClassicPortal, CurrentPortal } from '../../mock-konnect/model/portal.ts'
import type { DemoKonnect, Times } from './konnect.ts'
import { demo } from './names.ts'

const { ids } = demo

/** One portal of each kind, and the developer in both. */
export function portalTables({ given, passwordHash }: DemoKonnect, times: Times) {
  const common = {
    ...times,
    description: null,
    labels: {},
    rbac_enabled: false,
    auto_approve_developers: true,
    auto_approve_applications: false,
    default_application_auth_strategy_id: ids.strategy,
    custom_domain: null,
  }
  const classic: ClassicPortal = {
    id: ids.classicPortal,
    version: 'v2',
    ...common,
    name: 'demo-classic',
    display_name: 'Demo (classic)',
    default_domain: `${ids.classicPortal}.localhost`,
    is_public: false,
    custom_client_domain: null,
  }
  const current: CurrentPortal = {
    id: ids.portal,
    version: 'v3',
    ...common,
    name: 'demo',
    display_name: 'Demo',
    default_domain: `${ids.portal}.localhost`,
    authentication_enabled: true,
    sipr_enabled: false,
    default_api_visibility: 'private',
    default_page_visibility: 'private',
    notifications_developer_pii_visibility_enabled: false,
  }
  const developer = {
    ...times,
    email: demo.developer.email,
    full_name: 'Demo Developer',
    status: given.developer?.status ?? 'approved',
    password_hash: passwordHash,
  }
  const developers: Developer[] = [
    { id: ids.classicDeveloper, portal_id: ids.classicPortal, ...developer },
    { id: ids.developer, portal_id: ids.portal, ...developer },
  ]
  return { portals: [classic, current], developers }
}
