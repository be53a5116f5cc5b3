import { good, startRig } from '../rig.ts'
import { secondNode } from '../second-node.ts'
import { signingKey } from '../test-identity-provider.ts'
import { alice, answerHeader, type FieldRow, type Look, outcome, own, sessionOf } from './field-row.ts'

const wrong = { authorization: 'Bearer opaque' }

/** The body of a refusal. */
const refusal =
  (headers: Record<string, string>): Look =>
  async (rig) =>
    (await rig.call('/orders', { headers })).body

/** Whether a refusal ends the session that came with it. */
const endsSession =
  (headers: Record<string, string>): Look =>
  async (rig) =>
    (await rig.call('/orders', { headers: { ...headers, cookie: 'session=x' } })).headers.getSetCookie().length === 1

/** The first cookie of an answer, without its value. */
const cookieLine: Look = async (rig) => {
  const [line = ''] = (await rig.call('/orders', { headers: good })).headers.getSetCookie()
  return line.replace(/=[\w-]{100,};/, '=…;')
}
const usual = 'session=…; Path=/; SameSite=Lax; HttpOnly'
const cookie = (field: string, value: unknown, within: string): FieldRow => ({
  ...{ field: `session_cookie_${field}`, value, look: cookieLine, without: usual, within },
})

/** The outcome of a call within a session, after so many seconds. The token in it lives on. */
const afterSeconds =
  (...steps: number[]): Look =>
  async (rig, at) => {
    rig.idp.claims = { exp: Math.floor(rig.clock.now() / 1000) + 1_000_000 }
    let session = await sessionOf(rig)
    for (const seconds of steps.slice(0, -1)) {
      rig.clock.advance(seconds * 1000)
      session = (await sessionOf(rig, { cookie: session })) || session
    }
    rig.clock.advance((steps.at(-1) ?? 0) * 1000)
    return outcome({ cookie: session })(rig, at)
  }
const over = [401, 'gateway.session.invalid']

/** Status, reason and destination of a request within a session. */
const loggingOut =
  (path: string, init: RequestInit): Look =>
  async (rig) => {
    const cookie = await sessionOf(rig)
    const { status, reason, headers } = await rig.call(path, { method: 'POST', headers: { cookie }, ...init })
    return [status, reason, headers.get('location')]
  }
const done = [200, 'gateway.logout.done', null]
const logout = (name: string, value: string, path: string, init: RequestInit): FieldRow => ({
  ...{ field: `logout_${name}`, value, look: loggingOut(path, init), without: [200, null, null], within: done },
})

/** Fields about refusals and sessions. */
export const answerFields: readonly FieldRow[] = [
  {
    ...{ field: 'expose_error_code', value: false },
    async look(rig, at) {
      const header = await answerHeader('www-authenticate', wrong)(rig, at)
      return String(header).includes('error="invalid_token"')
    },
    ...{ without: true, within: false },
  },
  {
    ...{ field: 'display_errors', value: true, beside: { auth_methods: ['bearer'] }, look: refusal({}) },
    without: { message: 'Unauthorized' },
    within: { message: 'Unauthorized (no credential found (looked for bearer))' },
  },
  {
    ...{ field: 'unauthorized_error_message', value: 'Who?', look: refusal(wrong) },
    ...{ without: { message: 'Unauthorized' }, within: { message: 'Who?' } },
  },
  {
    ...{ field: 'forbidden_error_message', value: 'No.', beside: { scopes_required: ['x'] }, look: refusal(good) },
    ...{ without: { message: 'Forbidden' }, within: { message: 'No.' } },
  },
  { field: 'unauthorized_destroy_session', value: false, look: endsSession(wrong), without: true, within: false },
  {
    ...{ field: 'forbidden_destroy_session', value: false, beside: { scopes_required: ['x'] } },
    ...{ look: endsSession(good), without: true, within: false },
  },
  {
    ...{ field: 'unauthorized_redirect_uri', value: ['https://sorry/401'] },
    ...{ look: answerHeader('location', wrong), without: null, within: 'https://sorry/401' },
  },
  {
    ...{ field: 'forbidden_redirect_uri', value: ['https://sorry/403'], beside: { scopes_required: ['x'] } },
    ...{ look: answerHeader('location'), without: null, within: 'https://sorry/403' },
  },
  {
    ...{
      field: 'unexpected_redirect_uri',
      value: ['https://sorry/500'],
      rig: { behaviour: { idpFailureStatus: 500 } },
    },
    look: (rig, at) => {
      rig.idp.broken.set('token', { status: 503, body: {} })
      return answerHeader('location')(rig, at)
    },
    ...{ without: null, within: 'https://sorry/500' },
  },
  {
    ...{ field: 'run_on_preflight', value: false },
    async look(rig) {
      const headers = { origin: 'https://app.test', 'access-control-request-method': 'GET' }
      return (await rig.call('/orders', { method: 'OPTIONS', headers })).status
    },
    ...{ without: 401, within: 200 },
  },
  {
    ...{ field: 'session_secret', value: 'shared' },
    async look(rig) {
      const session = await sessionOf(rig)
      return (await (await secondNode(rig)).call({ cookie: session })).status
    },
    ...{ without: 401, within: 200 },
  },
  {
    ...{ field: 'session_audience', value: 'other', beside: { session_secret: 'shared' } },
    async look(rig, at) {
      const another = await startRig({ strategy: { session_secret: 'shared' } })
      return outcome({ cookie: await sessionOf(another) })(rig, at)
    },
    ...{ without: 200, within: over },
  },
  cookie('name', 'kong', 'kong=…; Path=/; SameSite=Lax; HttpOnly'),
  cookie('path', '/orders', 'session=…; Path=/orders; SameSite=Lax; HttpOnly'),
  cookie('domain', 'api.test', 'session=…; Domain=api.test; Path=/; SameSite=Lax; HttpOnly'),
  cookie('same_site', 'Strict', 'session=…; Path=/; SameSite=Strict; HttpOnly'),
  cookie('http_only', false, 'session=…; Path=/; SameSite=Lax'),
  cookie('secure', true, 'session=…; Path=/; SameSite=Lax; Secure; HttpOnly'),
  { field: 'session_idling_timeout', value: 10, look: afterSeconds(10), without: 200, within: over },
  { field: 'session_rolling_timeout', value: 60, look: afterSeconds(40, 30), without: 200, within: over },
  { field: 'session_absolute_timeout', value: 800, look: afterSeconds(700, 100), without: 200, within: over },
  { field: 'disable_session', value: ['client_credentials'], look: cookieLine, without: usual, within: '' },
  {
    ...{ field: 'reverify', value: true },
    async look(rig, at) {
      const session = await sessionOf(rig)
      await rig.admin('/openid-connect/issuers', { method: 'DELETE' })
      rig.idp.published = [await signingKey('key-2')]
      return outcome({ cookie: session })(rig, at)
    },
    ...{ without: 200, within: [401, 'gateway.bearer.unknown-key'] },
  },
  {
    ...{ field: 'refresh_tokens', value: false, beside: { ...own, auth_methods: ['password', 'session'] } },
    async look(rig, at) {
      rig.idp.answer = { refresh_token: 'refresh-1' }
      rig.idp.claims = { sub: 'alice' }
      rig.idp.grants.add('refresh-1')
      const session = await sessionOf(rig, alice)
      rig.clock.advance(301_000)
      return outcome({ cookie: session })(rig, at)
    },
    ...{ without: 200, within: over },
  },
  logout('query_arg', 'logout', '/orders?logout=1', {}),
  logout('uri_suffix', '/logout', '/orders/logout', {}),
  logout('post_arg', 'logout', '/orders', { body: new URLSearchParams('logout=1') }),
  {
    ...{ field: 'logout_methods', value: ['GET'], beside: { logout_query_arg: 'logout' } },
    ...{ look: loggingOut('/orders?logout=1', { method: 'GET' }), without: [200, null, null], within: done },
  },
  {
    ...{ field: 'logout_redirect_uri', value: ['https://bye'], beside: { logout_query_arg: 'logout' } },
    ...{ look: loggingOut('/orders?logout=1', {}), without: done },
    within: [302, 'gateway.logout.done', 'https://bye'],
  },
  {
    ...{ field: 'logout_revoke', value: true, beside: { ...own, logout_query_arg: 'logout' } },
    async look(rig, at) {
      await loggingOut('/orders?logout=1', {})(rig, at)
      return rig.idp.inspections.map(({ form }) => form.token_type_hint)
    },
    ...{ without: [], within: ['access_token'] },
  },
]
