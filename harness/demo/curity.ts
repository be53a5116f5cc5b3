import type { Given } from '../given.ts'
import { demo } from './names.ts'

/**
 * Curity as the vendor's how-to has it configured for a developer portal (`curity.md` 8): access tokens as JWT, an issuer for
 * userinfo, a client that may register others, registration without templates, client management.
 * What `given` says is laid over it by the caller.
 */
export const demoCurityConfiguration = ({ accessTokens = 'jwt', registration = 'on' }: Given['curity'] = {}) => ({
  profiles: {
    profile: [
      {
        id: 'token-service',
        type: 'oauth-service',
        settings: {
          'authorization-server': {
            'client-capabilities': { code: {}, 'client-credentials': {}, introspection: {} },
            'client-store': { 'config-backed': { client: clients } },
            ...(registration === 'on' && { 'dynamic-client-registration': dynamicClientRegistration }),
          },
        },
        'token-issuers': {
          ...(accessTokens === 'jwt' && { 'default-token-issuer': { 'access-token-as-jwt': {} } }),
          'custom-token-issuer': [{ id: 'userinfo', 'issuer-type': 'jwt', 'purpose-type': 'userinfo' }],
        },
      },
    ],
  },
  'admin-users': [{ ...demo.administrator, groups: ['admin'] }],
})

const clients = [
  {
    id: demo.registrar.clientId,
    secret: demo.registrar.clientSecret,
    capabilities: { 'client-credentials': {} },
  },
  {
    id: demo.introspector.clientId,
    secret: demo.introspector.clientSecret,
    capabilities: { introspection: {} },
  },
]

const dynamicClientRegistration = {
  'client-data-source': 'default-datasource',
  'non-templatized': {
    capabilities: { code: {}, 'client-credentials': {} },
    scopes: { all: {} },
    authenticators: { all: {} },
    'client-authentication-method': { secret: {} },
    'authenticate-client-by': [demo.registrar.clientId],
  },
  'client-management': {},
}
