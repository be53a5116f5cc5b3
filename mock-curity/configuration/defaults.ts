import type { CurityConfiguration, Endpoint, EndpointKind } from './schema.ts'

/** The one data source of this server: its own tables. */
export const dataSource = 'default-datasource'

/** The one authenticator (ours): a user name and a password in an HTML form. */
export const authenticator = 'urn:se:curity:authentication:html-form:html-form'

const endpoint = (name: string, uri: string, kind: EndpointKind): Endpoint => ({
  id: `token-service-${name}`,
  uri,
  'endpoint-kind': kind,
})

const endpoints = [
  endpoint('anonymous', '/oauth/v2/oauth-anonymous', 'oauth-anonymous'),
  endpoint('authorize', '/oauth/v2/oauth-authorize', 'oauth-authorize'),
  endpoint('token', '/oauth/v2/oauth-token', 'oauth-token'),
  endpoint('introspect', '/oauth/v2/oauth-introspect', 'oauth-introspect'),
  endpoint('revoke', '/oauth/v2/oauth-revoke', 'oauth-revoke'),
  endpoint('userinfo', '/oauth/v2/oauth-userinfo', 'oauth-userinfo'),
  endpoint('device-authorization', '/oauth/v2/oauth-device-authorization', 'oauth-device-authorization'),
  endpoint(
    'backchannel-authentication',
    '/oauth/v2/oauth-backchannel-authentication',
    'oauth-backchannel-authentication',
  ),
  endpoint('session', '/oauth/v2/oauth-session', 'oauth-session'),
  endpoint('dynamic-client-registration', '/token-service/oauth-registration', 'oauth-dynamic-client-registration'),
]

/**
 * What the vendor's set-up wizard leaves behind (`curity.md` 1.2, 1.4, 7.1): opaque access tokens, its five scopes, no clients
 * and no registration. Every endpoint is deployed, so that registration is one section away.
 */
export const wizardDefaults: CurityConfiguration = {
  environments: {
    environment: {
      'base-url': 'http://127.0.0.1:8443',
      'admin-service': { http: { 'web-ui': {}, restconf: {} } },
      services: { 'service-role': [{ id: 'default', endpoints: endpoints.map(({ id }) => id) }] },
    },
  },
  profiles: {
    profile: [
      {
        id: 'token-service',
        type: 'oauth-service',
        settings: {
          'authorization-server': {
            'client-capabilities': { code: {}, 'client-credentials': {}, introspection: {} },
            'client-authentication': { 'basic-and-form-post': true },
            scopes: {
              scope: [{ id: 'address' }, { id: 'email' }, { id: 'openid' }, { id: 'phone' }, { id: 'profile' }],
            },
            'openid-connect': { 'expose-metadata': {} },
            'client-store': { 'config-backed': { client: [] } },
          },
        },
        endpoints: { endpoint: endpoints },
        'token-issuers': {
          'default-token-issuer': {
            'default-data-source': dataSource,
            'jwt-issuer-settings': { 'signing-key-id': 'default-signing-key' },
          },
        },
      },
    ],
  },
  'admin-users': [{ username: 'admin', password: 'admin-password', groups: ['admin'] }],
  'admin-groups': [{ id: 'admin', access: 'read-write' }],
}
