import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { good, otherLetter, type Rig, type RigOptions, startRig } from './rig.ts'

const headerLength = 110

/** The session that a caller with good credentials gets, without its attributes. */
async function begun(options: RigOptions = {}, claims: Record<string, unknown> = {}) {
  const rig = await startRig(options)
  const now = Math.floor(rig.clock.now() / 1000)
  rig.idp.claims = { exp: now + 1_000_000, ...claims }
  const { headers } = await rig.call('/orders', { headers: good })
  const [value = ''] = values(headers)
  return { rig, value, token: String(rig.upstream.last.headers.authorization).slice('Bearer '.length) }
}

const values = (headers: Headers): string[] =>
  headers.getSetCookie().map((line) => line.slice(line.indexOf('=') + 1, line.indexOf(';')))

const within = (rig: Rig, ...chunks: string[]) => {
  const cookie = chunks.map((value, at) => `session${at === 0 ? '' : at + 1}=${value}`).join('; ')
  return rig.call('/orders', { headers: { cookie } })
}

/** Text that no compression makes shorter. */
const noise = (pieces: number): string =>
  Array.from({ length: pieces }, (_, at) => createHash('sha512').update(`${at}`).digest('base64url')).join('')

test('a session is a header of 82 bytes and its sealed content: the token, as long as it is short', async () => {
  const { value, token } = await begun()
  expect(token.length).toBeLessThan(1024)
  expect(value.length).toBe(headerLength + Math.ceil((token.length * 4) / 3))
  const header = Buffer.from(value.slice(0, headerLength), 'base64url')
  expect([header.length, header[0]]).toEqual([82, 1])
})

test('content of more than 1024 bytes is deflated', async () => {
  const { rig, value, token } = await begun({}, { padding: 'orders '.repeat(400) })
  expect(token.length).toBeGreaterThan(3700)
  expect(value.length).toBeLessThan(token.length / 2)
  expect((await within(rig, value)).status).toBe(200)
  expect(rig.upstream.last.headers.authorization).toBe(`Bearer ${token}`)
})

test('a use that is noted changes the header alone', async () => {
  const { rig, value } = await begun()
  rig.clock.advance(60_000)
  expect(values((await within(rig, value)).headers)).toEqual([])
  rig.clock.advance(1000)
  const [touched = ''] = values((await within(rig, value)).headers)
  expect(touched.slice(headerLength)).toBe(value.slice(headerLength))
  expect(touched.slice(0, headerLength)).not.toBe(value.slice(0, headerLength))
})

test('past three quarters of the rolling period all of it is new', async () => {
  const { rig, value } = await begun({ strategy: { session_idling_timeout: 0 } })
  rig.clock.advance(2_700_000)
  const [touched = ''] = values((await within(rig, value)).headers)
  expect(touched.slice(headerLength)).toBe(value.slice(headerLength))
  rig.clock.advance(1000)
  const [rolled = ''] = values((await within(rig, value)).headers)
  expect(rolled.slice(headerLength)).not.toBe(value.slice(headerLength))
  rig.clock.advance(3_599_000)
  expect((await within(rig, rolled)).status).toBe(200)
  expect((await within(rig, touched)).advice).toContain('session rolling timeout exceeded')
})

test.for([
  ['its first byte', (value: string) => `B${value.slice(1)}`, 'invalid session message authentication code'],
  ['its times', (value: string) => otherLetter(value, 50), 'invalid session message authentication code'],
  [
    'its content',
    (value: string) => otherLetter(value, headerLength + 5),
    'invalid session message authentication code',
  ],
  ['its length', (value: string) => value.slice(0, 200), 'missing session cookie chunk'],
  ['half of its header', (value: string) => value.slice(0, 60), 'invalid session header'],
  ['everything', () => 'nothing-of-the-kind', 'invalid session header'],
] as const)('a session that was changed in %s does not count', async ([, change, why]) => {
  const { rig, value } = await begun()
  const { status, reason, advice, headers } = await within(rig, change(value))
  expect([status, reason]).toEqual([401, 'gateway.session.invalid'])
  expect(advice).toContain(why)
  expect(headers.get('x-harness-trail')).toContain(`[notice] [openid-connect] ${why}`)
  expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^session=; .*Max-Age=0$/)])
})

test('chunks of another session do not count, and a chunk too many does no harm', async () => {
  const { rig } = await begun({}, { padding: noise(60) })
  const chunks = values((await rig.call('/orders', { headers: good })).headers)
  rig.clock.advance(2000)
  const others = values((await rig.call('/orders', { headers: good })).headers)
  expect([chunks.length, others.length]).toEqual([2, 2])
  rig.gateway.levers.behaviour.change({ largeClientHeaderBuffer: 20_000 })
  expect((await within(rig, ...chunks)).status).toBe(200)
  expect((await within(rig, ...chunks, 'stale')).status).toBe(200)
  const mixed = await within(rig, chunks[0] ?? '', others[1] ?? '')
  expect([mixed.status, mixed.headers.getSetCookie().length]).toEqual([401, 2])
})

test('a session of more than nine cookies is none: the caller gets no cookie, and is let on', async () => {
  const rig = await startRig({ strategy: { upstream_access_token_header: null } })
  rig.idp.claims = { padding: noise(500) }
  const reply = await rig.call('/orders', { headers: good })
  expect([reply.status, reply.headers.getSetCookie()]).toEqual([200, []])
})
