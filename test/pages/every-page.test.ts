import { describe, expect, onTestFinished, test } from 'vitest'
import type { Given } from '../../harness/given.ts'
import { startWorld, type World } from '../../harness/world.ts'
import { curityPages } from './curity-pages.ts'
import { inspectorPages } from './inspector-pages.ts'
import { konnectPages } from './konnect-pages.ts'
import { namedOrganisation } from './organisation.ts'
import type { PageSet } from './page-set.ts'
import { personAt } from './person.ts'
import { classicPortal, currentPortal } from './portal-pages.ts'

async function worldOf(given: Given = {}): Promise<World> {
  const world = await startWorld({ given, controlToken: 'let-me-in' })
  onTestFinished(() => world.close())
  return world
}

/** Addresses that lead on to a page that is visited. */
const leadOn = ['/admin', '/admin/profiles/:profile']

const servers = ['mock-curity', 'mock-konnect', 'gateway-sim']

/** What shows no name: forms that nothing was typed into, and what is about nothing that has one. */
const nameless: Readonly<Record<string, readonly string[]>> = {
  konnect: [
    ...['sign-in', 'overview', 'not-found', 'api-of-nobody', 'control-plane', 'new-services', 'new-routes'],
    ...['curity', 'auth0', 'azureAd', 'okta', 'http'].map((type) => `new-provider-${type}`),
    ...['new-api-product', 'new-api'],
  ],
  portal: [],
  classic: [],
  curity: [
    ...['sign-in', 'not-found', 'profiles', 'general', 'registration', 'wizard', 'endpoints', 'endpoint'],
    ...[
      'scopes',
      'scope',
      'new-client',
      'token-issuers',
      'new-token-issuer',
      'token-issuer',
      'system',
      'admin-service',
    ],
  ],
  inspector: [
    ...[
      'nothing-found',
      'no-search',
      'no-server',
      'sign-in',
      'faults-mock-curity',
      'faults-mock-konnect',
      'clock',
      'network',
    ],
    ...['behaviour', 'quirks'].flatMap((page) => servers.map((server) => `${page}-${server}`)),
  ],
}

const sets: readonly [name: string, make: (world: World) => Promise<PageSet>][] = [
  ['konnect', async (world) => konnectPages(world, await namedOrganisation(world))],
  ['portal', async (world) => currentPortal(world, await namedOrganisation(world))],
  ['classic', async (world) => classicPortal(world, await namedOrganisation(world))],
  ['curity', curityPages],
  ['inspector', inspectorPages],
]

describe.for(sets)('%s', ([set, make]) => {
  test('every page is visited, and every one is a page under a strict policy that shows markup as text', async () => {
    const { pages, visits, person } = await make(await worldOf())
    const visited = new Set(visits.map(({ route }) => route))
    expect(
      pages.filter((route) => !visited.has(route) && !leadOn.includes(route)),
      'nobody looks at these',
    ).toEqual([])

    const shown: string[] = []
    for (const { name, path, status = 200, stranger = false } of visits) {
      const page = await (stranger ? personAt(person.url) : person).get(path)
      expect([name, page.status, page.headers.get('content-type')]).toEqual([name, status, 'text/html; charset=utf-8'])
      expect(page.headers.get('content-security-policy'), name).toMatch(strict)
      expect(page.html, name).toMatch(/^<!doctype html>\n<html lang="en">[\s\S]*<main [\s\S]*<h1>/)
      // Nothing that the policy would stop, and nothing that a name put there.
      expect(
        page.html.match(/<script(?! src="[\w./]+" defer><\/script>)|<style|\sstyle="|\son\w+="|javascript:/g),
        name,
      ).toBeNull()
      if (page.html.includes('&#60;script&#62;alert(1)')) shown.push(name)
    }
    const nothing = visits.map(({ name }) => name).filter((name) => !shown.includes(name))
    expect(nothing.sort()).toEqual(nameless[set]?.map((name) => `${set}-${name}`).sort())
  })
})

const strict =
  /^default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/
