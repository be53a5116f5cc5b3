import { expect, test } from 'vitest'
import { application, good, startRig } from './rig.ts'

const post = { method: 'POST' }
const patch = (body: object) => ({
  method: 'PATCH',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('says who it is and what it serves with', async () => {
  const rig = await startRig()
  expect((await rig.admin('/_mock/node')).body).toEqual({
    name: 'gateway-sim',
    server: 'kong/3.14.0.0-enterprise-edition',
    control_plane: 'default',
    connected: true,
    started_at: '2026-01-01T00:00:00.000Z',
    version: 1,
    hash: '1'.padStart(32, '0'),
  })
})

test('is ready once it has a configuration', async () => {
  const rig = await startRig()
  expect(await rig.admin('/status/ready')).toMatchObject({ status: 200, body: { message: 'ready' } })
})

test('a restart loses tokens, discovery and the secret of sessions, and keeps the configuration', async () => {
  const rig = await startRig()
  const [line = ''] = (await rig.call('/orders', { headers: good })).headers.getSetCookie()
  const cookie = line.slice(0, line.indexOf(';'))
  expect((await rig.call('/orders', { headers: { cookie } })).status).toBe(200)

  rig.clock.advance(60_000)
  const { status, body } = await rig.admin('/_mock/restart', post)
  expect([status, body]).toMatchObject([200, { started_at: '2026-01-01T00:01:00.000Z', version: 1 }])
  const refused = await rig.call('/orders', { headers: { cookie } })
  expect([refused.status, refused.reason]).toEqual([401, 'gateway.session.invalid'])
  const [renewed = ''] = (await rig.call('/orders', { headers: good })).headers.getSetCookie()
  expect(rig.idp.calls).toEqual({ discovery: 2, jwks: 2, token: 2 })
  expect((await rig.call('/orders', { headers: { cookie: renewed.slice(0, renewed.indexOf(';')) } })).status).toBe(200)
  await expect.poll(() => rig.control.connections).toBe(2)
})

test('a restart while the control plane is away serves with what was applied, and forgets what waited', async () => {
  const rig = await startRig({ behaviour: { pushDelayMs: 5000 } })
  await rig.received(rig.control.push({ set: { applications: [application({ scopes: [] })] } }))
  rig.control.goAway()
  await rig.admin('/_mock/restart', post)
  rig.clock.advance(5000)
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
})

test('a restart takes the newest configuration at once', async () => {
  const rig = await startRig({ behaviour: { pushDelayMs: 5000 } })
  await rig.received(rig.control.full({ services: [], routes: [], guards: [], applications: [] }))
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  await rig.admin('/_mock/restart', post)
  await expect.poll(async () => (await rig.call('/orders', { headers: good })).status).toBe(404)
})

test('a switch takes the node off the control plane, and back', async () => {
  const rig = await startRig()
  await rig.admin('/_mock/behaviour', patch({ dpConnected: false }))
  await expect.poll(async () => (await rig.admin('/_mock/node')).body).toMatchObject({ connected: false })
  const version = rig.control.full({ services: [], routes: [], guards: [], applications: [] })
  // Nobody waits for a node that is kept away.
  expect((await rig.admin(`/_mock/configuration?version=${version}`)).status).toBe(200)
  expect((await rig.call('/orders', { headers: good })).status).toBe(200)
  expect((await rig.admin('/_mock/configuration')).body).toMatchObject({ version: 1, problems: [] })

  await rig.admin('/_mock/behaviour', patch({ dpConnected: true }))
  await rig.received(version)
  expect((await rig.call('/orders', { headers: good })).status).toBe(404)
})
