import { SignJWT } from 'jose'
import { good } from '../rig.ts'
import type { Line } from '../test-control-plane.ts'
import { signingKey } from '../test-identity-provider.ts'
import { tlsBefore } from '../tls-front.ts'
import { asked, bearer, type FieldRow, type Look, opaque, outcome, own, verdict } from './field-row.ts'

const forbidden = [403, 'gateway.claims.not-met']
const introspecting = { auth_methods: ['introspection'], ...own }
const secret = 'a shared key of at least 256 bits, in clear'

/** The outcome for a JWT that another key has signed, which the second identity provider publishes. */
const signedElsewhere: Look = async (rig, at) =>
  outcome(bearer(await rig.idp.token('app-1', {}, at.other.published[0])))(rig, at)

/** `scopes_required` and its like: the claim says it, and another claim does. */
const required = (name: 'scopes' | 'audience' | 'groups' | 'roles', claim: string): FieldRow[] => {
  const needs = { [`${name}_required`]: ['orders'] }
  return [
    {
      field: `${name}_required`,
      value: ['orders'],
      look: verdict({ [claim]: 'other' }),
      without: 200,
      within: forbidden,
    },
    {
      ...{ field: `${name}_claim`, value: ['mine'], beside: needs },
      ...{ look: verdict({ mine: 'orders' }), without: forbidden, within: 200 },
    },
  ]
}

/** Sends a caller to log in, and lets it come back with a code and this id token. */
const loggedIn =
  (idToken: Line): Look =>
  async (rig, at) => {
    const begun = await rig.call('/orders')
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state')
    rig.idp.grants.add('code-1')
    rig.idp.answer = { id_token: await rig.idp.token('alice', { aud: 'gateway', ...idToken }) }
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    return outcome({ cookie }, `/orders?code=code-1&state=${state}`)(rig, at)
  }

/** A parameter of the login that a caller is sent to; or the address it is sent to. */
const loginParameter =
  (name?: string): Look =>
  async (rig, { other }) => {
    const { headers } = await rig.call('/orders')
    const url = new URL(headers.get('location') ?? '')
    return name === undefined ? url.origin === other.url : url.searchParams.get(name)
  }

/** Fields about what makes a token good, and where the identity provider is asked. */
export const verificationFields: readonly FieldRow[] = [
  {
    ...{ field: 'rediscovery_lifetime', value: 5 },
    async look(rig, at) {
      await verdict()(rig, at)
      rig.clock.advance(6000)
      rig.idp.published = [await signingKey('key-2')]
      return verdict()(rig, at)
    },
    ...{ without: [401, 'gateway.bearer.unknown-key'], within: 200 },
  },
  {
    ...{ field: 'timeout', value: 60 },
    look(rig, at) {
      rig.idp.broken.set('token', 'late')
      return outcome()(rig, at)
    },
    ...{ without: 200, within: [401, 'gateway.idp.unreachable'] },
  },
  {
    ...{ field: 'ssl_verify', value: false },
    async look(rig, at) {
      rig.idp.discovery = { token_endpoint: `${await tlsBefore(rig.idp.url)}/oauth/v2/oauth-token` }
      return outcome()(rig, at)
    },
    ...{ without: [401, 'gateway.idp.unreachable'], within: 200 },
  },
  {
    ...{ field: 'verify_signature', value: false },
    ...{ look: signedElsewhere, without: [401, 'gateway.bearer.bad-signature'], within: 200 },
  },
  {
    ...{ field: 'ignore_signature', value: ['bearer'] },
    ...{ look: signedElsewhere, without: [401, 'gateway.bearer.bad-signature'], within: 200 },
  },
  {
    ...{ field: 'verify_claims', value: false, look: verdict({ iss: 'https://other' }) },
    ...{ without: [401, 'gateway.bearer.wrong-issuer'], within: 200 },
  },
  {
    ...{ field: 'verify_nonce', value: false, beside: { ...own, auth_methods: ['authorization_code'] } },
    ...{ look: loggedIn({ nonce: 'another' }), without: [401, 'gateway.login.failed'], within: 200 },
  },
  {
    ...{ field: 'leeway', value: 10, look: verdict((now) => ({ nbf: now + 5 })) },
    ...{ without: [401, 'gateway.bearer.not-yet-valid'], within: 200 },
  },
  {
    ...{ field: 'issuers_allowed', value: ['https://other'], look: verdict({ iss: 'https://other' }) },
    ...{ without: [401, 'gateway.bearer.wrong-issuer'], within: 200 },
  },
  ...(['extra_jwks_uris', 'jwks_endpoint'] as const).map(
    (field): FieldRow => ({
      field,
      value: ({ issuer }: { issuer: string }) => (field === 'extra_jwks_uris' ? [`${issuer}/jwks`] : `${issuer}/jwks`),
      look: signedElsewhere,
      ...{ without: [401, 'gateway.bearer.bad-signature'], within: 200 },
    }),
  ),
  {
    ...{ field: 'audience', value: ['orders'], beside: { ...own, auth_methods: ['authorization_code'] } },
    ...{ look: loginParameter('audience'), without: null, within: 'orders' },
  },
  ...required('audience', 'aud'),
  ...required('scopes', 'scope'),
  ...required('groups', 'groups'),
  ...required('roles', 'roles'),
  {
    ...{ field: 'claims_forbidden', value: ['act'], look: verdict({ act: {} }) },
    ...{ without: 200, within: [403, 'gateway.claims.forbidden'] },
  },
  {
    ...{ field: 'enable_hs_signatures', value: true, beside: { client_id: ['gateway'], client_secret: [secret] } },
    async look(rig, at) {
      const claims = { iss: rig.idp.issuer, sub: 'app-1', exp: Math.floor(rig.clock.now() / 1000) + 60 }
      const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret))
      return outcome(bearer(token))(rig, at)
    },
    ...{ without: [401, 'gateway.bearer.algorithm'], within: 200 },
  },
  {
    ...{ field: 'introspect_jwt_tokens', value: true, beside: own },
    async look(rig, at) {
      await verdict()(rig, at)
      return rig.idp.inspections.length
    },
    ...{ without: 0, within: 1 },
  },
  {
    ...{ field: 'introspection_check_active', value: false, beside: introspecting },
    look: (rig, at) => {
      rig.idp.said = { active: false, sub: 'app-1' }
      return outcome(bearer(opaque))(rig, at)
    },
    ...{ without: [401, 'gateway.introspection.inactive'], within: 200 },
  },
  {
    ...{ field: 'introspection_hint', value: 'refresh_token', beside: introspecting },
    async look(rig) {
      await rig.call('/orders', { headers: bearer(opaque) })
      return rig.idp.inspections[0]?.form.token_type_hint
    },
    ...{ without: 'access_token', within: 'refresh_token' },
  },
  {
    ...{ field: 'introspection_accept', value: 'application/jwt', beside: introspecting },
    async look(rig) {
      await rig.call('/orders', { headers: bearer(opaque) })
      return rig.idp.inspections[0]?.accept
    },
    ...{ without: 'application/json', within: 'application/jwt' },
  },
  {
    ...{ field: 'search_user_info', value: true, beside: { credential_claim: ['client'] } },
    look: (rig, at) => {
      rig.idp.said = { sub: 'app-1', client: 'app-1' }
      return verdict()(rig, at)
    },
    ...{ without: [401, 'gateway.claim-missing'], within: 200 },
  },
  {
    ...{ field: 'using_pseudo_issuer', value: true, beside: { auth_methods: ['client_credentials'] } },
    ...{ look: asked('discovery', good), without: 1, within: 0 },
  },
  ...(['token', 'introspection', 'userinfo'] as const).map((name): FieldRow => {
    const method = name === 'token' ? 'client_credentials' : name
    return {
      field: `${name}_endpoint`,
      value: ({ url }: { url: string }) => `${url}/${name}`,
      beside: { ...own, auth_methods: [method] },
      async look(rig, { other }) {
        other.clients.set('gateway', 'gateway-secret')
        await rig.call('/orders', { headers: name === 'token' ? good : bearer(opaque) })
        return other.tokenCalls.length + other.inspections.length
      },
      ...{ without: 0, within: 1 },
    }
  }),
  {
    field: 'authorization_endpoint',
    value: ({ url }: { url: string }) => `${url}/authorize`,
    beside: { ...own, auth_methods: ['authorization_code'] },
    ...{ look: loginParameter(), without: false, within: true },
  },
]
