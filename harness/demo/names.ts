/** What the demo world calls things, and the credentials it has. Everybody may know them: it is for tests only. */
export const demo = {
  token: 'kpat_demo',
  registrar: { clientId: 'konnect-dcr', clientSecret: 'konnect-dcr-secret' },
  introspector: { clientId: 'gateway-introspect', clientSecret: 'gateway-introspect-secret' },
  administrator: { username: 'admin', password: 'admin-password' },
  developer: { email: 'developer@example.com', password: 'developer-password' },
  /** Fixed, so that addresses such as `<portal id>.localhost` can be written down. */
  ids: {
    controlPlane: 'd0000000-0000-4000-8000-000000000001',
    service: 'd0000000-0000-4000-8000-000000000002',
    route: 'd0000000-0000-4000-8000-000000000003',
    provider: 'd0000000-0000-4000-8000-000000000004',
    strategy: 'd0000000-0000-4000-8000-000000000005',
    classicPortal: 'd0000000-0000-4000-8000-000000000006',
    portal: 'd0000000-0000-4000-8000-000000000007',
    product: 'd0000000-0000-4000-8000-000000000008',
    productVersion: 'd0000000-0000-4000-8000-000000000009',
    api: 'd0000000-0000-4000-8000-00000000000a',
    implementation: 'd0000000-0000-4000-8000-00000000000b',
    classicPublication: 'd0000000-0000-4000-8000-00000000000c',
    publication: 'd0000000-0000-4000-8000-00000000000d',
    classicDeveloper: 'd0000000-0000-4000-8000-00000000000e',
    developer: 'd0000000-0000-4000-8000-00000000000f',
    classicSpecification: 'd0000000-0000-4000-8000-000000000010',
    specification: 'd0000000-0000-4000-8000-000000000011',
    keyAuth: 'd0000000-0000-4000-8000-000000000012',
  },
} as const
