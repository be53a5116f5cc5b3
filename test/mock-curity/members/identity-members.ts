import type { ClientMetadata } from '../../../mock-curity/registration/metadata.ts'
import { registration } from '../configurations.ts'
import { address, flag, type MemberProof, ownAddress, service, text } from './member-proof.ts'

const every = registration({
  'non-templatized': {
    'client-authentication-method': {
      secret: {},
      'mutual-tls': {},
      'asymmetrically-signed-jwt': { 'signature-algorithms': ['RS256', 'ES256'] },
      'no-authentication': {},
    },
  },
})

const key = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'one', use: 'sig', alg: 'ES256' }

/** Members by which the client is known, to people and to the server. */
export const identityMembers = {
  application_type: text({ storedOnly: true }),
  client_name: text(),
  jwks: {
    given: every,
    beside: { ...service, token_endpoint_auth_method: 'private_key_jwt' },
    taken: [[{ keys: [key] }], [{ keys: [key, { ...key, kid: 'two' }], note: 'kept' }]],
    refused: [
      {},
      { keys: {} },
      { keys: [7] },
      { keys: [{ kid: 'of no kind' }] },
      { keys: [{ ...key, d: 'private' }] },
      { keys: [{ kty: 'oct', k: 'shared' }] },
      [key],
      'key',
    ],
  },
  jwks_uri: { ...address(), given: every, beside: { ...service, token_endpoint_auth_method: 'private_key_jwt' } },
  tls_client_auth_subject_dn: {
    ...text(),
    given: every,
    beside: { ...service, token_endpoint_auth_method: 'tls_client_auth' },
    taken: [['CN=app,O=Acme']],
    refused: [undefined, null, 7, {}, ['CN=app', 'CN=other']],
  },
  token_endpoint_auth_method: {
    given: every,
    beside: { ...service, jwks: { keys: [key] }, tls_client_auth_subject_dn: 'CN=app' },
    absent: { service: 'client_secret_basic', shop: 'client_secret_basic' },
    taken: [
      ['client_secret_basic'],
      ['client_secret_post'],
      ['private_key_jwt'],
      ['tls_client_auth'],
      ['none', 'client_secret_basic'],
    ],
    refused: ['client_secret_jwt', 'self_signed_tls_client_auth', 'magic', '', 7, ['client_secret_basic', 'none']],
  },
  token_endpoint_auth_signing_alg: {
    given: every,
    beside: { ...service, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] } },
    taken: [['RS256'], ['ES256']],
    refused: ['PS256', 'none', 'HS256', '', 7, {}],
  },
} satisfies { readonly [name in keyof ClientMetadata]?: MemberProof }

const fragment = 'https://shop.test/callback#part'

/** Members that are addresses. */
export const addressMembers = {
  application_url: ownAddress(),
  backchannel_client_notification_endpoint: address({ storedOnly: true }),
  backchannel_logout_session_required: flag({ storedOnly: true }),
  backchannel_logout_uri: address({ storedOnly: true }),
  client_uri: ownAddress(),
  frontchannel_logout_session_required: flag({ storedOnly: true }),
  frontchannel_logout_uri: address({ storedOnly: true }),
  initiate_login_uri: ownAddress(),
  logo_uri: ownAddress(),
  policy_uri: ownAddress(),
  post_logout_redirect_uris: {
    absent: { shop: [] },
    taken: [
      [['https://shop.test/bye']],
      [['com.app:/bye', 'http://127.0.0.1/']],
      ['https://a.test', ['https://a.test']],
      [[]],
    ],
    refused: ['bye', ['/bye'], [fragment], ['javascript:alert(1)'], [7], 7, {}],
  },
  redirect_uris: {
    beside: {},
    error: 'invalid_redirect_uri',
    absent: { service: [] },
    taken: [
      [['https://shop.test/callback', 'http://127.0.0.1:7777/', 'com.shop:/callback']],
      ['https://shop.test/callback', ['https://shop.test/callback']],
    ],
    refused: [
      undefined,
      [],
      ['/callback'],
      [fragment],
      ['javascript:alert(1)'],
      ['data:text/html,x'],
      [''],
      [7],
      7,
      {},
    ],
  },
  request_uris: {
    taken: [[['https://shop.test/request']], [[]], ['https://a.test/', ['https://a.test/']]],
    refused: ['request', ['javascript:1'], [7], 7, {}],
    storedOnly: true,
  },
  sector_identifier_uri: { ...address(), beside: { redirect_uris: ['https://shop.test/'], subject_type: 'pairwise' } },
  tos_uri: ownAddress(),
} satisfies { readonly [name in keyof ClientMetadata]?: MemberProof }
