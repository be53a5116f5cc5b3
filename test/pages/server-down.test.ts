import { expect, onTestFinished, test } from 'vitest'
import { startWorld, type World } from '../../harness/world.ts'
import { curityPages } from './curity-pages.ts'
import { konnectPages } from './konnect-pages.ts'
import { namedOrganisation } from './organisation.ts'
import type { PageSet } from './page-set.ts'
import type { Filled } from './person.ts'
import { classicPortal, currentPortal } from './portal-pages.ts'

/** What a page asks of the identity provider: where it is sent, with what. */
type Asking = readonly [what: string, path: (set: PageSet) => string, form: Filled]

const pathOf =
  (name: string) =>
  ({ visits }: PageSet): string =>
    visits.find((visit) => visit.name.endsWith(name))?.path ?? ''

const ofPortal: readonly Asking[] = [
  [
    'New App',
    ({ visits }) => visits.find(({ name }) => name.endsWith('new-application'))?.path ?? '',
    { name: 'down' },
  ],
  ['Use this API with a new application', pathOf('-use-new'), { name: 'down' }],
  ['Refresh secret', pathOf('-refresh-secret'), {}],
  ['Delete', ({ visits }) => `${visits.find(({ name }) => /^\w+-application$/.test(name))?.path}/delete`, {}],
]

const sets: readonly [name: string, make: (world: World) => Promise<PageSet>, askings: readonly Asking[]][] = [
  ['portal', async (world) => currentPortal(world, await namedOrganisation(world)), ofPortal],
  ['classic', async (world) => classicPortal(world, await namedOrganisation(world)), ofPortal],
  [
    'konnect',
    async (world) => konnectPages(world, await namedOrganisation(world)),
    [['Verify', (set) => `${set.visits.find(({ name }) => name === 'konnect-provider-curity')?.path}/verify`, {}]],
  ],
]

test.for(sets)(
  '%s: an identity provider that is down is told of, with the address that was tried',
  async ([, make, askings]) => {
    const world = await startWorld({ given: { network: { 'konnect-curity': {} } } })
    onTestFinished(() => world.close())
    const set = await make(world)
    const edge = world.network.edge('konnect-curity')
    const tried = new URL(await edge.url()).host
    await edge.change({ reach: 'refused' })
    for (const [what, path, form] of askings) {
      const page = await set.person.post(path(set), form)
      const alert = /<div role="alert" class="refusal">([\s\S]*?)<\/div>/.exec(page.html)?.[1] ?? ''
      expect([what, page.to, alert.includes(`http://${tried}/`)]).toEqual([what, undefined, true])
    }
  },
)

test.for<[string, (world: World) => Promise<PageSet>, 'konnect' | 'curity', string, string]>([
  [
    'portal',
    async (world) => currentPortal(world, await namedOrganisation(world)),
    'konnect',
    'GET /api/v3/applications',
    '/portal/my-apps',
  ],
  [
    'konnect',
    async (world) => konnectPages(world, await namedOrganisation(world)),
    'konnect',
    'GET /v3/apis',
    '/konnect/apis',
  ],
  ['curity', curityPages, 'curity', 'GET /admin/api/restconf/ds/:datastore/*', '/admin/profiles'],
])(
  '%s: an API of the server itself that gives no answer is told of, with its address',
  async ([, make, server, route, path]) => {
    const world = await startWorld()
    onTestFinished(() => world.close())
    const { person } = await make(world)
    await world.levers.fault(server, { kind: 'hang-up', route, times: 'always' })
    const { status, html } = await person.get(path)
    expect([status, html]).toEqual([
      502,
      expect.stringMatching(new RegExp(`role="alert"[\\s\\S]*Tried: ${person.url}/`)),
    ])
  },
)
