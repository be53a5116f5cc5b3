import { expect } from 'vitest'
import { type AdjustableClock, adjustableClock } from '../../../kit/clock.ts'
import { buildMockKonnect, type MockKonnect } from '../../../mock-konnect/app.ts'
import type { StateDocument } from '../../../mock-konnect/state.ts'
import { portalClient } from '../portal-client.ts'
import { test as base, demo, demoKonnect } from '../portal-world.ts'
import { operatorOf } from './konnect.ts'

interface Row {
  id: string
  created_at: unknown
  updated_at: unknown
}

/** A clock that is a second further at each look: who looks twice at it gets two times. */
function restlessClock(): AdjustableClock {
  let at = Date.UTC(2026, 0, 1)
  return adjustableClock({
    now() {
      at += 1000
      return at
    },
  })
}

/** The demo world under such a clock. */
const test = base.extend('restless', async ({ idp }, { onCleanup }) => {
  const konnect = await demoKonnect(idp.issuer, {}, { clock: restlessClock() })
  onCleanup(() => konnect.app.close())
  return konnect
})

/** Every row, by its table and id. */
async function everyRow({ levers }: MockKonnect): Promise<Map<string, Row>> {
  const { tables } = (await levers.state.snapshot({ secrets: false })) as StateDocument
  const rows = Object.entries(tables).flatMap(([table, list]) =>
    // Every table of the server has these members.
    list.map((row): [string, Row] => [`${table} ${row.id}`, row as Row]),
  )
  return new Map(rows)
}

const twoTimes = (rows: ReadonlyMap<string, Row>) =>
  [...rows].filter(([, { created_at, updated_at }]) => created_at !== updated_at).map(([name]) => name)

const { ids } = demo
const entities = `/v2/control-planes/${ids.controlPlane}/core-entities`
const applied = {
  ...{ publish_status: 'published', auth_strategy_ids: [ids.strategy], deprecated: false },
  ...{ application_registration_enabled: true, auto_approve_registration: true },
}

/** What is made, by the table that it comes into, in an order in which all of it succeeds. */
const making: readonly [table: string, method: 'post' | 'put' | 'patch', path: string, body: object][] = [
  ['gateway_services', 'post', `${entities}/services`, { name: 's', host: 'a.example' }],
  ['gateway_routes', 'post', `${entities}/routes`, { name: 'r', paths: ['/r'] }],
  ['gateway_consumers', 'post', `${entities}/consumers`, { username: 'c' }],
  ['gateway_acls', 'post', `${entities}/consumers/c/acls`, { group: 'buyers' }],
  ['gateway_plugins', 'post', `${entities}/plugins`, { name: 'cors' }],
  ['gateway_consumer_groups', 'post', `${entities}/consumer_groups`, { name: 'gold' }],
  ['gateway_upstreams', 'post', `${entities}/upstreams`, { name: 'u' }],
  ['gateway_targets', 'post', `${entities}/upstreams/u/targets`, { target: 'a.example:80' }],
  ['appearances', 'patch', `/v2/portals/${ids.classicPortal}/appearance`, { theme_name: 'dark_mode' }],
  [
    'authentication_settings',
    'patch',
    `/v3/portals/${ids.portal}/authentication-settings`,
    { oidc_auth_enabled: false },
  ],
  ['publications', 'put', `/v3/apis/${ids.api}/publications/${ids.portal}`, {}],
  ['publications', 'put', `/v2/portals/${ids.classicPortal}/product-versions/${ids.productVersion}`, applied],
]

test('what is new was made and changed at one time', async ({ restless }) => {
  const operator = operatorOf(restless)
  for (const gone of [`/v3/apis/${ids.api}/publications/${ids.portal}`, making.at(-1)?.[2] ?? ''])
    expect((await operator.delete(gone)).status).toBe(204)
  for (const [table, method, path, body] of making) {
    const before = await everyRow(restless)
    const answer = await operator[method](path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    const made = new Map([...(await everyRow(restless))].filter(([name]) => !before.has(name)))
    expect([...made.keys()].map((name) => name.split(' ')[0])).toEqual([table])
    expect(twoTimes(made)).toEqual([])
  }
})

test('what an organisation has from the start was made and changed at one time', async ({ onTestFinished }) => {
  const konnect = buildMockKonnect({ clock: restlessClock() })
  onTestFinished(() => konnect.app.close())
  await konnect.app.ready()
  expect(twoTimes(await everyRow(konnect))).toEqual([])
})

test.for(['v2', 'v3'] as const)(
  'who changes an application at %s is told the time that is kept',
  async (version, { restless }) => {
    const portal = portalClient(restless, version)
    await portal.signIn()
    const { body: made } = await portal.post('/applications', { name: 'billing' })
    const { body: changed } = await portal.patch(`/applications/${made.id}`, { name: 'invoices' })
    expect(changed.updated_at).not.toBe(made.updated_at)
    expect((await portal.get(`/applications/${made.id}`)).body.updated_at).toBe(changed.updated_at)
  },
)
