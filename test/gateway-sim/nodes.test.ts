import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { GatewayBehaviour } from '../../gateway-sim/behaviour.ts'
import { good, type RigOptions, startRig } from './rig.ts'
import { secondNode } from './second-node.ts'

async function sessionAtBoth(options: RigOptions, behaviour: Partial<GatewayBehaviour> = {}): Promise<number[]> {
  const rig = await startRig({ ...options, behaviour })
  const second = await secondNode(rig, behaviour)
  const [line = ''] = (await rig.call('/orders', { headers: good })).headers.getSetCookie()
  const cookie = line.slice(0, line.indexOf(';'))
  return [(await rig.call('/orders', { headers: { cookie } })).status, (await second.call({ cookie })).status]
}

test('nodes share sessions when the switch says so', async () => {
  expect(await sessionAtBoth({}, { sessionSecret: 'fixed' })).toEqual([200, 200])
})

test('each node has its own caches', async () => {
  const rig = await startRig()
  const second = await secondNode(rig)
  await rig.call('/orders', { headers: good })
  expect((await second.call(good)).status).toBe(200)
  expect(rig.idp.calls).toEqual({ discovery: 2, jwks: 2, token: 2 })
})

test('each node has its own exchanges, under its name', async () => {
  const rig = await startRig()
  const second = await secondNode(rig)
  await second.call(good)
  expect(rig.exchanges.list()).toEqual([])
  await expect.poll(() => second.levers.exchanges.list().map(({ server }) => server)).toEqual(['second'])
})

test('a token too long for one cookie is kept in several, and all of them are needed', async () => {
  const rig = await startRig()
  // What cannot be deflated: a digest a piece.
  const pieces = Array.from({ length: 135 }, (_, at) => createHash('sha256').update(`${at}`).digest('hex'))
  rig.idp.claims = { padding: pieces.join('') }
  const lines = (await rig.call('/orders', { headers: good })).headers.getSetCookie()
  expect(lines.map((line) => line.slice(0, line.indexOf('=')))).toEqual(['session', 'session2', 'session3'])
  expect(lines.every((line) => line.length <= 4096)).toBe(true)
  const cookies = lines.map((line) => line.slice(0, line.indexOf(';')))
  // A header line of nginx's holds 8 kB, so browsers' cookies of this size come in two lines at best; two of three are enough to fail.
  const partial = await rig.call('/orders', { headers: { cookie: cookies.slice(0, 2).join('; ').slice(0, 8100) } })
  expect([partial.status, partial.reason]).toEqual([401, 'gateway.session.invalid'])
  expect(partial.advice).toContain('missing session cookie chunk')
  expect(partial.headers.getSetCookie().map((line) => line.slice(0, line.indexOf(';')))).toEqual([
    'session=',
    'session2=',
  ])
})
