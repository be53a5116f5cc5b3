import type { ClientMetadata } from '../../../mock-curity/registration/metadata.ts'
import { profile, registration, server, together } from '../configurations.ts'
import { flag, type MemberProof, seconds, text, texts } from './member-proof.ts'

const encrypting = { redirect_uris: ['https://shop.test/callback'], jwks_uri: 'https://shop.test/keys' }

const acr = 'urn:se:curity:authentication:html-form:html-form'

/** Members about signing users in. */
export const userMembers = {
  allow_per_request_redirect_uris: flag({ storedOnly: true }),
  allowed_origins: texts(),
  authenticator_filters: {
    given: registration({ 'non-templatized': { 'authenticator-filters': ['country', 'age'] } }),
    taken: [[['age']], [[]], ['country', ['country']]],
    refused: [['size'], 'size', ['age', 'size'], 7],
    storedOnly: true,
  },
  authorization_signed_response_alg: text({ storedOnly: true }),
  default_acr_values: {
    absent: { shop: [acr] },
    taken: [[[acr]], [[]], [acr, [acr]]],
    refused: [['urn:other'], [acr, 'urn:other'], 'urn:other', 7],
    storedOnly: true,
  },
  default_max_age: seconds(0),
  disallowed_proof_key_challenge_methods: texts(),
  id_token_encrypted_response_alg: {
    beside: encrypting,
    taken: [['RSA-OAEP'], ['RSA-OAEP-256'], ['ECDH-ES'], ['ECDH-ES+A128KW'], ['ECDH-ES+A256KW'], [null, undefined]],
    refused: ['RSA1_5', 'dir', '', 7, {}],
  },
  id_token_encrypted_response_enc: {
    beside: { ...encrypting, id_token_encrypted_response_alg: 'RSA-OAEP' },
    taken: [['A128CBC-HS256'], ['A256CBC-HS512'], ['A128GCM'], ['A256GCM'], [null, undefined]],
    refused: ['A192GCM', 'none', '', 7, {}],
  },
  id_token_signed_response_alg: {
    ...text({ storedOnly: true }),
    absent: { shop: 'RS256' },
    taken: [['RS256'], ['PS256'], [null, 'RS256']],
  },
  id_token_ttl: seconds(1),
  request_object_signing_alg: text({ storedOnly: true }),
  require_proof_key: flag({ absent: { service: false, shop: false } }),
  require_pushed_authorization_requests: flag(),
  requires_consent: flag({ absent: { shop: false } }),
  reuse_refresh_tokens: flag(),
  subject_type: {
    absent: { service: 'public', shop: 'public' },
    taken: [['public'], ['pairwise']],
    refused: ['secret', '', 7, ['public', 'pairwise']],
  },
  userinfo_signed_response_alg: {
    given: profile({
      'token-issuers': {
        'custom-token-issuer': [
          {
            id: 'userinfo',
            'issuer-type': 'jwt',
            'purpose-type': 'userinfo',
            'data-sources': { 'tokens-data-source-id': 'default-datasource' },
            jwt: { 'signing-key-id': 'default-signing-key' },
          },
        ],
      },
    }),
    taken: [['RS256']],
    refused: ['HS256', 'none', '', 7],
  },
  backchannel_authentication_request_signing_alg: text({ storedOnly: true }),
  backchannel_token_delivery_mode: { taken: [['poll']], refused: ['push', 'ping', '', 7], storedOnly: true },
  backchannel_user_code_parameter: flag({ storedOnly: true }),
} satisfies { readonly [name in keyof ClientMetadata]?: MemberProof }

/** Members that the grants and their lifetimes are. */
export const grantMembers = {
  access_token_ttl: seconds(1, { absent: { service: 300, shop: 300 } }),
  grant_types: {
    given: together(
      server({ 'client-capabilities': { implicit: {}, 'oauth-token-exchange': {}, 'device-authorization': {} } }),
      registration({
        'non-templatized': { capabilities: { implicit: {}, 'oauth-token-exchange': {}, 'device-authorization': {} } },
      }),
    ),
    absent: { shop: ['authorization_code', 'refresh_token'] },
    taken: [
      [['client_credentials']],
      ['client_credentials', ['client_credentials']],
      [['client_credentials', 'client_credentials'], ['client_credentials']],
      [['authorization_code'], ['authorization_code', 'refresh_token']],
      [['authorization_code', 'refresh_token']],
      [
        ['refresh_token', 'client_credentials'],
        ['client_credentials', 'refresh_token'],
      ],
      [['refresh_token'], []],
      [['implicit']],
      [['urn:ietf:params:oauth:grant-type:token-exchange']],
      [['urn:ietf:params:oauth:grant-type:device_code']],
      [[]],
    ],
    refused: [['password'], ['client_credentials', 'password'], ['magic'], ['constructor'], '', 7, [7], {}],
  },
  response_types: {
    absent: { service: [], shop: ['code'] },
    taken: [[['code']], ['code', ['code']], [[]]],
    refused: [['token'], ['code', 'id_token'], ['access_token'], 'code token', 7, {}],
  },
  refresh_token_ttl: {
    ...seconds(0, { absent: { shop: 3600 } }),
    taken: [[0, undefined], [1], [4_294_967_295], ['60', 60]],
  },
  refresh_token_max_rolling_lifetime: seconds(1, { absent: { shop: 3600 } }),
  scope: {
    absent: {
      service: 'address email openid phone profile orders:read',
      shop: 'address email openid phone profile orders:read',
    },
    taken: [['orders:read'], [' orders:read  email ', 'orders:read email'], ['email email', 'email'], ['', '']],
    refused: ['orders:write', 'orders:read orders:write', 'dcr', 'orders', 7, ['orders:read', 'email'], {}],
  },
} satisfies { readonly [name in keyof ClientMetadata]?: MemberProof }
