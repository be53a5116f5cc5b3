import { callsToCurity } from '../../scenarios/steps/calls-to-curity.ts'
import { cookiesOf, endsSession } from '../../scenarios/steps/session-cookie.ts'
import { signedByCurity } from '../../scenarios/steps/signed-token.ts'
import { claimsFor, type QuirkRow } from './row.ts'

const pluginClient = { client_id: ['gateway-introspect'], client_secret: ['gateway-introspect-secret'] }

/** How sessions are written and ended, and where refused callers are sent. */
export const sessionRows: Readonly<Record<string, QuirkRow>> = {
  'httponly-stuck': {
    given: { strategy: { session_cookie_http_only: false } },
    sees: async ({ gateway }, app) =>
      String((await gateway.get('/orders', { basic: app })).headers['set-cookie']).includes('HttpOnly'),
    without: false,
    with: true,
  },
  'logout-raw-uri': {
    given: { strategy: { logout_uri_suffix: '/logout' } },
    async sees({ gateway }, app) {
      const cookie = cookiesOf(await gateway.get('/orders', { basic: app }))
      return endsSession(await gateway.post('/orders/logout?x=1', { cookie }))
    },
    without: true,
    with: false,
  },
  'logout-no-client-id': {
    given: { strategy: { logout_query_arg: 'logout', ...pluginClient } },
    async sees(world, app) {
      const claims = await claimsFor(world, app)
      const id_token = await signedByCurity(world, { ...claims, aud: 'gateway-introspect' })
      await world.levers.fault('curity', { endpoint: 'token', kind: 'patch', patch: { set: { id_token } } })
      const cookie = cookiesOf(await world.gateway.get('/orders', { basic: app }))
      const { headers } = await world.gateway.post('/orders?logout', { cookie })
      return new URL(String(headers.location)).searchParams.get('client_id')
    },
    without: 'gateway-introspect',
    with: null,
  },
  'revokes-refresh': {
    given: {
      strategy: {
        ...pluginClient,
        ...{ logout_query_arg: 'logout', logout_revoke: true, logout_revoke_refresh_token: false },
      },
    },
    async sees(world, app) {
      const refresh = { set: { refresh_token: 'a-refresh-token' } }
      await world.levers.fault('curity', { endpoint: 'token', kind: 'patch', patch: refresh })
      const cookie = cookiesOf(await world.gateway.get('/orders', { basic: app }))
      await world.gateway.post('/orders?logout', { cookie })
      const [last] = (await callsToCurity(world, '/oauth-revoke')).slice(-1)
      return /"?token_type_hint"?[=:]"?(\w+)/.exec(last?.request.body ?? '')?.[1]
    },
    without: 'access_token',
    with: 'refresh_token',
  },
  '403-as-401': {
    given: {
      strategy: { scopes_required: ['nobody-has-this'], unauthorized_redirect_uri: ['https://pages.example/401'] },
    },
    async sees({ gateway }, app) {
      const { status, headers } = await gateway.get('/orders', { basic: app })
      return [status, headers.location]
    },
    without: [403, undefined],
    with: [302, 'https://pages.example/401'],
  },
}
