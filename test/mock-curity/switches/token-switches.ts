import { SignJWT } from 'jose'
import { basicAuthorization } from '../../../kit/http-client.ts'
import { client, jwt, server, together } from '../configurations.ts'
import { type Answer, decoded, issuer, member, registrar, start, tokenPath } from '../rig.ts'
import { type Proofs, seen, uuid } from './switch-proof.ts'

type Names =
  | 'opaqueTokenStyle'
  | 'scopeAbsent'
  | 'scopeNotAllowed'
  | 'openidWithClientCredentials'
  | 'invalidClientStatus'
  | 'wwwAuthenticate'
  | 'basicAndFormSecret'
  | 'usedAssertion'
  | 'clientIdClaims'
  | 'singleAudience'
  | 'expiresInOneShort'

const answer = (members: object = {}) => ({
  status: 200,
  body: { access_token: `_0XBPWQQ_${uuid(2)}`, expires_in: 300, scope: '', token_type: 'bearer', ...members },
})
const invalidScope = { status: 400, body: { error: 'invalid_scope' } }

const claimsIn = (given: Answer) => decoded(String(member(given, 'access_token'))).claims
const claims = (members: object = {}) => ({
  jti: uuid(2),
  delegationId: uuid(1),
  exp: start + 300,
  nbf: start,
  scope: '',
  iss: issuer,
  sub: 'service',
  aud: 'service',
  iat: start,
  purpose: 'access_token',
  ...members,
})

const wrongBasic = basicAuthorization('service', 'wrong')
const wrongForm = { grant_type: 'client_credentials', client_id: 'service', client_secret: 'wrong' }
const invalidClient = (challenge: string | undefined, status = 401) => ({
  status,
  'www-authenticate': challenge,
  body: { error: 'invalid_client' },
})
const sharedKey = 'a shared key of at least 256 bits, in clear'
const assertion = await new SignJWT({ iss: 'signer', sub: 'signer', aud: issuer, jti: 'one', exp: start + 60 })
  .setProtectedHeader({ alg: 'HS256' })
  .sign(Buffer.from(sharedKey))
const byAssertion = {
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
}
const basic = 'Basic realm="token-service"'

export const tokenProofs: Proofs<Names> = {
  opaqueTokenStyle: {
    ask: async ({ token }) => seen(await token()),
    answers: { prefixed: answer(), 'bare-uuid': answer({ access_token: uuid(2) }) },
  },
  scopeAbsent: {
    ask: async ({ token }) => seen(await token()),
    answers: { empty: answer(), 'all-client-scopes': answer({ scope: 'orders:read' }) },
  },
  scopeNotAllowed: {
    ask: async ({ token }) => seen(await token({ scope: 'orders:read orders:write' })),
    answers: { invalid_scope: invalidScope, drop: answer({ scope: 'orders:read' }) },
  },
  openidWithClientCredentials: {
    ask: async ({ token }) => seen(await token({ scope: 'openid orders:read' })),
    answers: {
      drop: answer({ scope: 'orders:read' }),
      invalid_scope: invalidScope,
      grant: answer({ scope: 'openid orders:read' }),
    },
  },
  invalidClientStatus: {
    ask: async ({ token }) => seen(await token({}, wrongBasic), 'www-authenticate'),
    answers: { 401: invalidClient(basic), 400: invalidClient(basic, 400) },
  },
  wwwAuthenticate: {
    ask: async ({ token, form }) => [
      seen(await token({}, wrongBasic), 'www-authenticate'),
      seen(await form(tokenPath, wrongForm), 'www-authenticate'),
    ],
    answers: {
      'with-basic': [invalidClient(basic), invalidClient(undefined)],
      always: [invalidClient(basic), invalidClient(basic)],
      never: [invalidClient(undefined), invalidClient(undefined)],
    },
  },
  basicAndFormSecret: {
    ask: async ({ token }) => seen(await token({ client_id: 'service', client_secret: 'wrong' }, registrar)),
    answers: { invalid_request: { status: 400, body: { error: 'invalid_request' } }, 'basic-wins': answer() },
  },
  usedAssertion: {
    given: {
      configuration: together(
        server({ 'client-authentication': { 'symmetrically-signed-jwt': {} } }),
        client({ id: 'signer', 'symmetric-key': sharedKey, capabilities: { 'client-credentials': {} } }),
      ),
    },
    ask: async ({ form }) => [
      (await form(tokenPath, byAssertion)).status,
      seen(await form(tokenPath, byAssertion), 'www-authenticate'),
    ],
    answers: {
      refused: [200, invalidClient(undefined)],
      accepted: [200, { ...answer({ access_token: `_0XBPWQQ_${uuid(4)}` }), 'www-authenticate': undefined }],
    },
  },
  clientIdClaims: {
    given: { configuration: jwt },
    ask: async ({ token }) => claimsIn(await token()),
    answers: {
      absent: claims(),
      client_id: claims({ client_id: 'service' }),
      azp: claims({ azp: 'service' }),
      both: claims({ client_id: 'service', azp: 'service' }),
    },
  },
  singleAudience: {
    given: { configuration: jwt },
    ask: async ({ token }) => claimsIn(await token()),
    answers: { string: claims(), array: claims({ aud: ['service'] }) },
  },
  expiresInOneShort: {
    ask: async ({ token }) => seen(await token()),
    answers: { false: answer(), true: answer({ expires_in: 299 }) },
  },
}
