import { expect } from 'vitest'
import type { MockKonnect } from '../../../mock-konnect/app.ts'
import { demo } from '../portal-world.ts'
import { test } from './fixtures.ts'
import { fieldsOn } from './pages-client.ts'

const { ids } = demo

/** Addresses whose parts are there, so that pages get as far as they can. */
const known: Readonly<Record<string, string>> = {
  ...{
    ':controlPlaneId': ids.controlPlane,
    ':productId': ids.product,
    ':versionId': ids.productVersion,
    ':apiId': ids.api,
  },
  ':id': ids.provider,
}

function addressesOf(route: string): string[] {
  const [, pattern = ''] = route.split(' ')
  const filled = pattern.replaceAll(/:(controlPlaneId|productId|versionId|apiId|id)\b/g, (name) => known[name] ?? name)
  const ofStrategy = filled.replace(ids.provider, ids.strategy)
  const path = filled.includes('auth-strategy') ? ofStrategy : filled
  return path.includes(':version')
    ? [
        path.replace(':version', 'v2').replace(':portalId', ids.classicPortal),
        path.replace(':version', 'v3').replace(':portalId', ids.portal),
      ]
    : [path.replace(':portalId', ids.classicPortal)]
}

/** The routes of the pages, as faults name them. */
async function routesOf({ app }: MockKonnect, method: string): Promise<string[]> {
  const { routes } = (await app.inject('/_mock/faults/routes')).json<{ routes: string[] }>()
  return routes.filter((route) => route.startsWith(`${method} /konnect`) && !/\/konnect-api|sign-out|\*$/.test(route))
}

test('every page shows itself to whoever is signed in', async ({ pages, konnect }) => {
  const routes = await routesOf(konnect, 'GET')
  expect(routes.length).toBeGreaterThan(25)
  for (const address of routes.flatMap(addressesOf)) {
    const { status, html } = await pages.get(address)
    // The older tab belongs to classic portals; there is no document in the demo world.
    const isNone = address.endsWith('application-setup') ? address.includes('/v3/') : address.endsWith(':documentId')
    expect([address, status]).toEqual([address, isNone ? 404 : 200])
    expect(html).toMatch(/^<!doctype html>[\s\S]*<h1>/)
  }
})

test.for([
  ['nothing', () => []],
  ['everything twice', (name: string) => [`${name}-1`, `${name}-2`]],
  ['markup and control characters', () => ['<script>alert(1)</script>\u0000\u2028', '"><img src=x>']],
  ['what belongs to objects', () => ['__proto__']],
] as const)('every form takes %s, and refuses as a page', async ([, values], { pages, konnect }) => {
  const routes = await routesOf(konnect, 'POST')
  expect(routes.length).toBeGreaterThan(25)
  const odd = [
    'id',
    'status',
    'application_id',
    'implementation_id',
    'portal_id',
    'service',
    'force',
    '__proto__',
    'constructor',
  ]
  for (const address of routes.flatMap(addressesOf)) {
    if (address.endsWith('delete')) continue // they do what they say, whatever is sent
    const form = await pages.get(address)
    const names = [...Object.keys(fieldsOn(form)), ...odd]
    const answer = await pages.post(address, Object.fromEntries(names.map((name) => [name, values(name)])))
    expect([address, answer.status < 500 || answer.html]).toEqual([address, true])
    expect(answer.html).not.toMatch(/<script>alert|<img/)
  }
})
