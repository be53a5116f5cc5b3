/** The server of most tests: a registrar, an introspector, a client with scopes, registration with management. */
const baseline = {
  profiles: {
    profile: [
      {
        id: 'token-service',
        settings: {
          'authorization-server': {
            scopes: { scope: [{ id: 'orders:read' }] },
            'client-store': {
              'config-backed': {
                client: [
                  { id: 'registrar', secret: 'registrar-secret', capabilities: { 'client-credentials': {} } },
                  { id: 'introspector', secret: 'introspector-secret', capabilities: { introspection: {} } },
                  {
                    id: 'service',
                    secret: 'service-secret',
                    capabilities: { 'client-credentials': {} },
                    scope: ['orders:read', 'openid'],
                  },
                ],
              },
            },
            'dynamic-client-registration': {
              'client-data-source': 'default-datasource',
              'non-templatized': {
                capabilities: { code: {}, 'client-credentials': {} },
                scopes: { all: {} },
                authenticators: { all: {} },
                'client-authentication-method': { secret: {} },
                'authenticate-client-by': ['registrar'],
              },
              'client-management': {},
            },
          },
        },
      },
    ],
  },
  accounts: [
    {
      username: 'alice',
      password: 'alice-password',
      claims: { name: 'Alice', email: 'alice@example.com', email_verified: true, department: 'Sales' },
    },
  ],
}

/** The baseline with `parts` over it, in layers that the server's own option does not offer: later ones win. */
export const configured = (parts: object): object => merge(baseline, parts)

/** Parts of the profile. */
export const profile = (parts: object): object => ({ profiles: { profile: [{ id: 'token-service', ...parts }] } })

/** Parts of the authorization server's section. */
export const server = (parts: object): object => profile({ settings: { 'authorization-server': parts } })

/** Parts of Dynamic Client Registration. */
export const registration = (parts: object): object => server({ 'dynamic-client-registration': parts })

/** One client more, or members of one that is there. */
export const client = (parts: { id: string; [leaf: string]: unknown }): object =>
  server({ 'client-store': { 'config-backed': { client: [parts] } } })

/** Several parts as one. */
export const together = (...parts: object[]): object => parts.reduce<object>((whole, part) => merge(whole, part), {})

/** Access tokens as JWT. */
export const jwt = profile({ 'token-issuers': { 'default-token-issuer': { 'access-token-as-jwt': {} } } })

function merge(under: object, over: object): object {
  const merged: Record<string, unknown> = { ...under }
  for (const [name, value] of Object.entries(over)) merged[name] = mergeValues(merged[name], value)
  return merged
}

function mergeValues(under: unknown, over: unknown): unknown {
  if (isKeyed(under) && isKeyed(over)) {
    const ids = new Set([...under, ...over].map(({ id }) => id))
    const one = (list: { id: string }[], id: string) => list.find((entry) => entry.id === id) ?? {}
    return [...ids].map((id) => merge(one(under, id), one(over, id)))
  }
  const sections = [under, over].every((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
  return sections ? merge(under as object, over as object) : over
}

const isKeyed = (value: unknown): value is { id: string }[] =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'object' && 'id' in entry)
