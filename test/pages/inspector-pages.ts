import fastify from 'fastify'
import type { World } from '../../harness/world.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { inspector } from '../../kit/inspector/inspector.ts'
import { evil, type PageSet, type Visit, visitsNamed } from './page-set.ts'
import { personAt } from './person.ts'

/** What the inspector declares: levers are not among the routes that faults can name. */
async function routesOfInspector() {
  const app = fastify()
  const routes: { method: string; url: string }[] = []
  app.addHook('onRoute', ({ method, url }) => void routes.push({ method: String(method), url }))
  await app.register(inspector, { prefix: '/_mock', bus: new ExchangeBus(), server: 'any' })
  await app.close()
  const of = (method: string) => [
    ...new Set(
      routes.filter((route) => route.method === method && !route.url.includes('/_assets/')).map(({ url }) => url),
    ),
  ]
  return { pages: of('GET').filter((url) => url !== '/_mock'), forms: of('POST') }
}

/** The inspector of a world in which something happened, each kind of fault to be armed, and each server's levers. */
export async function inspectorPages(world: World): Promise<PageSet> {
  const { url } = world.addresses.konnect
  const person = personAt(url)
  const app = await world.portal.createApplication({ name: evil })
  await world.portal.register(app)
  await world.gateway.get(`/orders?${encodeURIComponent(evil)}`, { basic: app })
  await world.gateway.get('/orders', { basic: { clientId: evil, clientSecret: 'wrong' } })
  await world.levers.fault('gateway', { kind: 'delay', endpoint: 'proxy', ms: 10 })
  await world.levers.fault('gateway', { kind: 'answer', endpoint: 'proxy', body: { message: evil }, nth: 1000 })
  const visit = visitsNamed('inspector')
  const servers = ['mock-curity', 'mock-konnect', 'gateway-sim']
  const levers = (page: string): Visit[] =>
    servers.map((server) => visit(`${page}-${server}`, `/_mock/pages/${page}`, `/_mock/pages/${page}?server=${server}`))
  return {
    name: 'inspector',
    person,
    ...(await routesOfInspector()),
    visits: [
      visit('exchanges', '/_mock/'),
      visit('secrets', '/_mock/', '/_mock/?secrets=shown'),
      visit('found', '/_mock/', `/_mock/?reason=gateway.basic&live=off`),
      visit('found-name', '/_mock/', `/_mock/?application=${encodeURIComponent(evil)}`),
      visit('nothing-found', '/_mock/', '/_mock/?text=nobody-says-this'),
      visit('no-search', '/_mock/', '/_mock/?status=teapot', { status: 400 }),
      visit('no-server', '/_mock/pages/faults', '/_mock/pages/faults?server=nobody', { status: 404 }),
      visit('sign-in', '/_mock/sign-in'),
      ...levers('faults'),
      visit('clock', '/_mock/pages/clock'),
      visit('network', '/_mock/pages/network'),
      ...levers('behaviour'),
      ...levers('quirks'),
    ],
  }
}
