import { expect } from 'vitest'
import { type Reply, type Rig, type RigOptions, startRig } from '../rig.ts'

/** The answers that gateway.md section 10 abbreviates. */
export type Body = 'upstream' | 'U401' | 'F403' | 'A401' | 'A403' | { core: string } | { text: string }

/** One row of the decision table, with the number it has there. */
export interface Decision {
  row: string
  title: string
  rig?: RigOptions
  /** Brings the rig into the row's state. What it gives is handed to `request`. */
  given?: (rig: Rig) => Promise<unknown>
  path?: string
  request?: (rig: Rig, given: unknown) => RequestInit | Promise<RequestInit>
  status: number
  body: Body
  /** WWW-Authenticate: absent, realm alone, with `invalid_token` or `insufficient_scope`, or the upstream's own. */
  challenge?: 'none' | 'R' | 'T' | 'S' | { own: string }
  /** Whether the identity provider is asked during the row's own call. */
  idp: boolean
  upstream: boolean
  /** The upstream is asked, and the answer is the gateway's own all the same. */
  unanswered?: boolean
  reason?: string
  /** What else must hold. */
  also?: (reply: Reply, rig: Rig) => void | Promise<void>
}

/** Carries out a row and compares everything that the table says about it. */
export async function decide(decision: Decision): Promise<void> {
  const rig = await startRig(decision.rig)
  const given = await decision.given?.(rig)
  const before = { idp: rig.idp.called, upstream: rig.upstream.seen.length }
  const reply = await rig.call(decision.path, await decision.request?.(rig, given))
  // Who was given up on may hear the call after the answer to it.
  if (decision.idp) await expect.poll(() => rig.idp.called).toBeGreaterThan(before.idp)
  if (decision.upstream) await expect.poll(() => rig.upstream.seen.length).toBeGreaterThan(before.upstream)

  expect({
    status: reply.status,
    reason: reply.reason,
    text: reply.text,
    challenge: reply.headers.get('www-authenticate'),
    idp: rig.idp.called > before.idp,
    upstream: rig.upstream.seen.length > before.upstream,
  }).toEqual({
    status: decision.status,
    reason: decision.reason ?? null,
    text: textOf(decision.body, reply),
    challenge: challengeOf(decision.challenge ?? 'none', rig),
    idp: decision.idp,
    upstream: decision.upstream,
  })
  if (decision.upstream && !decision.unanswered) proxied(reply)
  else own(reply)
  await decision.also?.(reply, rig)
  noSecretIn(JSON.stringify(rig.exchanges.list()))
  noSecretIn(explained(reply))
}

/** gateway.md 8.2: what tells a proxied answer from one of the gateway's own. */
function proxied({ headers }: Reply): void {
  expect(headers.get('via')).toMatch(/^1\.1 kong\/3\.14/)
  expect(headers.get('x-kong-upstream-latency')).toMatch(/^\d+$/)
  expect(headers.get('x-kong-proxy-latency')).toMatch(/^\d+$/)
  expect(headers.get('x-kong-request-id')).toMatch(/^[0-9a-f]{32}$/)
  expect(headers.get('x-kong-response-latency')).toBeNull()
}

function own({ headers }: Reply): void {
  expect(headers.get('via')).toBeNull()
  expect(headers.get('x-kong-upstream-latency')).toBeNull()
  expect(headers.get('x-kong-response-latency')).toMatch(/^\d+$/)
  expect(headers.get('x-kong-request-id')).toMatch(/^[0-9a-f]{32}$/)
  expect(headers.get('server')).toBe('kong/3.14.0.0-enterprise-edition')
  const unknown = [...headers.keys()].filter((name) => !ownNames.has(name) && !name.startsWith('x-harness-'))
  expect(unknown).toEqual([])
}

/** All that an answer of the gateway's own may carry (gateway.md 8.2), with what the rows are about. */
const ownNames: ReadonlySet<string> = new Set([
  ...['server', 'date', 'connection', 'content-type', 'content-length'],
  ...['x-kong-response-latency', 'x-kong-request-id', 'www-authenticate', 'set-cookie', 'location'],
  ...['access-control-allow-origin', 'access-control-allow-methods'],
])

function textOf(body: Body, { headers }: Reply): string {
  if (body === 'upstream') return '{"orders":[]}'
  if (body === 'U401') return '{"message":"Unauthorized"}'
  if (body === 'F403') return '{"message":"Forbidden"}'
  if (typeof body === 'object' && 'text' in body) return body.text
  const messages = { A401: 'Unauthorized', A403: 'You cannot consume this service' }
  const message = typeof body === 'object' ? body.core : messages[body]
  return `{\n  "message":"${message}",\n  "request_id":"${headers.get('x-kong-request-id')}"\n}`
}

function challengeOf(challenge: NonNullable<Decision['challenge']>, { idp }: Rig): string | null {
  if (typeof challenge === 'object') return challenge.own
  if (challenge === 'none') return null
  const realm = `Bearer realm="${new URL(idp.url).host}"`
  if (challenge === 'R') return realm
  return `${realm}, error="${challenge === 'T' ? 'invalid_token' : 'insufficient_scope'}"`
}

/** What a caller is told of how the answer came about: its reason and advice, and the trail. */
const explained = ({ headers }: Reply): string =>
  ['reason', 'advice', 'trail'].map((name) => decodeURIComponent(headers.get(`x-harness-${name}`) ?? '')).join('\n')

/** Neither exchanges nor explanations may hold a secret of the baseline, encoded or not, a token or a session. */
export function noSecretIn(text: string): void {
  expect(text).not.toContain('secret-1')
  expect(text).not.toContain(Buffer.from('app-1:secret-1').toString('base64').replace(/=+$/, ''))
  expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]*/)
  expect(text).not.toMatch(/session=[\w-]{40,}/)
}
