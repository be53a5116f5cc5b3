import { basic, good, guard, route, service } from '../rig.ts'
import {
  alice,
  answerHeader,
  asked,
  bearer,
  type FieldRow,
  opaque,
  outcome,
  own,
  shownAt,
  tokenForm,
  upstreamHeader,
} from './field-row.ts'

const none = [401, 'gateway.no-credentials']
const gateway = basic('gateway', 'gateway-secret')
const introspecting = { auth_methods: ['introspection'], ...own }
const minutes = (count: number) => (rig: { clock: { advance(ms: number): void } }) => rig.clock.advance(count * 60_000)

/** Fields about where credentials stand, who asks for tokens, and how long those are kept. */
export const credentialFields: readonly FieldRow[] = [
  {
    ...{ field: 'issuer', value: 'http://127.0.0.1:9/issuer', look: outcome() },
    ...{ without: 200, within: [401, 'gateway.idp.unreachable'] },
  },
  { field: 'auth_methods', value: ['bearer'], look: outcome(), without: 200, within: none },
  { field: 'scopes', value: ['a', 'b'], look: tokenForm('scope'), without: 'openid', within: 'a b' },
  {
    ...{ field: 'credential_claim', value: ['client'], look: outcome() },
    ...{ without: 200, within: [401, 'gateway.claim-missing'] },
  },
  {
    ...{ field: 'client_id', value: ['gateway'], beside: { ...introspecting, client_id: null } },
    ...{ look: outcome(bearer(opaque)), without: [401, 'gateway.client.missing'], within: 200 },
  },
  {
    ...{ field: 'client_secret', value: ['gateway-secret'], beside: { ...introspecting, client_secret: null } },
    ...{ look: shownAt('introspection', bearer(opaque)), without: basic('gateway', ''), within: gateway },
  },
  ...['client_auth', 'token_endpoint_auth_method'].map((field): FieldRow => {
    const value = field === 'client_auth' ? ['client_secret_post'] : 'client_secret_post'
    return { field, value, look: shownAt('token'), without: good.authorization, within: undefined }
  }),
  {
    ...{ field: 'introspection_endpoint_auth_method', value: 'client_secret_post', beside: introspecting },
    ...{ look: shownAt('introspection', bearer(opaque)), without: gateway, within: undefined },
  },
  { field: 'client_credentials_param_type', value: ['query'], look: outcome(), without: 200, within: none },
  {
    ...{ field: 'bearer_token_param_type', value: ['query'], beside: introspecting },
    ...{ look: outcome(bearer(opaque)), without: 200, within: none },
  },
  {
    ...{ field: 'password_param_type', value: ['query'], beside: { ...own, auth_methods: ['password'] } },
    ...{ look: outcome(alice), without: 200, within: none },
  },
  ...(
    [
      ['refresh_token_param_type', ['query']],
      ['refresh_token_param_name', 'other'],
    ] as const
  ).map(([field, value]): FieldRow => {
    return {
      ...{ field, value, beside: { ...own, auth_methods: ['refresh_token'] } },
      look: (rig, at) => {
        rig.idp.grants.add('refresh-1')
        return outcome({ refresh_token: 'refresh-1' })(rig, at)
      },
      ...{ without: 200, within: none },
    }
  }),
  {
    ...{ field: 'bearer_token_cookie_name', value: 'jwt' },
    beside: { ...introspecting, bearer_token_param_type: ['cookie'] },
    ...{ look: outcome({ cookie: `jwt=${opaque}` }), without: none, within: 200 },
  },
  {
    ...{ field: 'bearer_token_header_name', value: 'X-JWT', beside: introspecting },
    ...{ look: outcome({ 'x-jwt': opaque }), without: none, within: 200 },
  },
  {
    ...{ field: 'client_arg', value: 'who' },
    beside: { auth_methods: ['introspection'], client_id: ['a', 'gateway'], client_secret: ['b', 'gateway-secret'] },
    look: shownAt('introspection', { ...bearer(opaque), who: 'gateway' }),
    ...{ without: basic('a', 'b'), within: gateway },
  },
  {
    ...{ field: 'hide_credentials', value: false },
    look: async (rig) => {
      await rig.call('/orders?client_id=app-1&client_secret=secret-1')
      return rig.upstream.last.url
    },
    ...{ without: '/', within: '/?client_id=app-1&client_secret=secret-1' },
  },
  {
    ...{ field: 'upstream_access_token_header', value: 'X-Token:bearer' },
    look: async (rig) => {
      await rig.call('/orders', { headers: good })
      return ['authorization', 'x-token'].map((name) => String(rig.upstream.last.headers[name]).slice(0, 10))
    },
    ...{ without: ['Bearer eyJ', 'undefined'], within: ['undefined', 'Bearer eyJ'] },
  },
  ...(['upstream', 'downstream'] as const).flatMap((direction): FieldRow[] => {
    const [claims, names] = [`${direction}_headers_claims`, `${direction}_headers_names`]
    const look = direction === 'upstream' ? upstreamHeader('x-sub') : answerHeader('x-sub')
    const without = direction === 'upstream' ? undefined : null
    return [
      { field: claims, value: ['sub'], beside: { [names]: ['X-Sub'] }, look, without, within: 'app-1' },
      { field: names, value: ['X-Sub'], beside: { [claims]: ['sub'] }, look, without, within: 'app-1' },
    ]
  }),
  { field: 'cache_tokens', value: false, look: asked('token', good), without: 1, within: 2 },
  ...(
    [
      ['cache_introspection', 'introspection'],
      ['cache_user_info', 'userinfo'],
    ] as const
  ).map(([field, method]): FieldRow => {
    const beside = { ...own, auth_methods: [method] }
    return { field, value: false, beside, look: asked('inspection', bearer(opaque)), without: 1, within: 2 }
  }),
  {
    ...{ field: 'cache_tokens_salt', value: 'shared' },
    look: async (rig, { strategy }) => {
      const second = { ...guard(rig.idp.issuer, strategy), id: 'guard-2', service: { id: 'service-2' } }
      const strategies = guard(rig.idp.issuer, strategy).strategies as object[]
      await rig.received(
        rig.control.push({
          set: {
            services: [service(rig.upstream.port, { id: 'service-2' })],
            routes: [route({ id: 'route-2', paths: ['/second'], service: { id: 'service-2' } })],
            guards: [{ ...second, strategies: strategies.map((one) => ({ ...one, strategy_id: 'strategy-2' })) }],
          },
        }),
      )
      for (const path of ['/orders', '/second']) await rig.call(path, { headers: good })
      return rig.idp.calls.token
    },
    ...{ without: 2, within: 1 },
  },
  {
    field: 'cache_ttl',
    value: 30,
    look: (rig, at) => {
      rig.idp.answer = { expires_in: undefined }
      return asked('token', good, minutes(1))(rig, at)
    },
    ...{ without: 1, within: 2 },
  },
  { field: 'cache_ttl_max', value: 30, look: asked('token', good, minutes(1)), without: 1, within: 2 },
  { field: 'cache_ttl_min', value: 600, look: asked('token', good, minutes(6)), without: 2, within: 1 },
  {
    ...{ field: 'cache_ttl_neg', value: 60, beside: introspecting },
    look: (rig, at) => {
      rig.idp.said = { active: false }
      return asked('inspection', bearer(opaque))(rig, at)
    },
    ...{ without: 2, within: 1 },
  },
  {
    ...{ field: 'token_cache_key_include_scope', value: true },
    look: async (rig, { strategy }) => {
      await rig.call('/orders', { headers: good })
      const guards = [guard(rig.idp.issuer, { ...strategy, scopes: ['another'] })]
      await rig.received(rig.control.push({ set: { guards } }))
      await rig.call('/orders', { headers: good })
      return rig.idp.calls.token
    },
    ...{ without: 1, within: 2 },
  },
  {
    ...{ field: 'token_post_args_client', value: ['audience'] },
    ...{ look: tokenForm('audience', '/orders?audience=x'), without: undefined, within: 'x' },
  },
  {
    ...{ field: 'token_post_args_names', value: ['audience'], beside: { token_post_args_values: ['orders'] } },
    ...{ look: tokenForm('audience'), without: undefined, within: 'orders' },
  },
  {
    ...{ field: 'token_post_args_values', value: ['orders'], beside: { token_post_args_names: ['audience'] } },
    ...{ look: tokenForm('audience'), without: '', within: 'orders' },
  },
]
