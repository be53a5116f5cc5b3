import { expect, onTestFinished, test } from 'vitest'
import { startWorld } from '../../harness/world.ts'

async function worldWith(given: Parameters<typeof startWorld>[0]) {
  const world = await startWorld(given)
  onTestFinished(() => world.close())
  const url = `${world.addresses.konnect.url}/_mock/pages/network`
  const shown = async (done = '') => (await fetch(`${url}${done}`)).text()
  const send = async (fields: Record<string, string>) => {
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
  }
  return { world, shown, send }
}

const ofUs = { given: { network: { 'konnect-curity': {}, 'gateway-curity': { latencyMs: 5 } } } }

test('the ways are shown, changed one by one, broken, and set back', async () => {
  const { world, shown, send } = await worldWith(ofUs)
  const { 'konnect-curity': hop } = await world.network.hops()
  const page = await shown()
  expect(page).toContain('>Network</a>')
  expect(page).toContain(`${hop?.url} → ${world.addresses.curity.url}`)
  const changed = await send({ edge: 'konnect-curity', reach: 'refused', responseHeaders: '{"x-way":"slow"}' })
  expect([changed.status, changed.location]).toEqual([303, '/_mock/pages/network?done=changed'])
  const edges = async () => Object.entries(await world.network.hops()).map(([name, { edge }]) => [name, edge])
  expect(await edges()).toEqual([
    ['konnect-curity', { reach: 'refused', responseHeaders: { 'x-way': 'slow' } }],
    ['gateway-curity', { latencyMs: 5 }],
  ])
  expect(await shown('?done=changed')).toContain('Changed; it holds from the next call on.')
  expect((await send({ edge: 'gateway-curity', what: 'break' })).status).toBe(303)
  expect((await send({ what: 'reset' })).status).toBe(303)
  expect(await edges()).toEqual([
    ['konnect-curity', {}],
    ['gateway-curity', { latencyMs: 5 }],
  ])
})

test('a choice of a way shows what stands there, and changes nothing', async () => {
  const { world, send } = await worldWith(ofUs)
  const edges = async () => Object.entries(await world.network.hops()).map(([name, { edge }]) => [name, edge])
  const before = await edges()
  const chosen = await send({ edge: 'gateway-curity', _refresh: 'true' })
  expect(chosen.status).toBe(200)
  expect(chosen.text).toMatch(/<option value="gateway-curity" selected>/)
  expect(chosen.text).toMatch(/name="latencyMs"[^>]*value="5"/)
  expect(await edges()).toEqual(before)
})

test.for([
  ['a number that is none', { latencyMs: 'slow' }, 'id="latencyMs-error"'],
  ['a name that no header has', { requestHeaders: '{"a b":"c"}' }, 'id="requestHeaders-error"'],
  ['an address of elsewhere', { from: '192.0.2.7' }, 'id="from-error"'],
  ['a target that is no origin', { target: 'curity' }, 'id="target-error"'],
] as const)('%s is refused at its field, and what was typed is kept', async ([, fields, where]) => {
  const { send } = await worldWith(ofUs)
  const { status, text } = await send({ edge: 'konnect-curity', ...fields })
  expect(status).toBe(400)
  expect(text).toContain(where)
  expect(text).toMatch(/<option value="konnect-curity" selected>/)
})

test('a world without hops says how it gets some', async () => {
  const { shown } = await worldWith({})
  expect(await shown()).toContain('up --network')
})
