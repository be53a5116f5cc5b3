import type { Browser, BrowserContext } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Given } from '../../harness/given.ts'
import { startWorld, type World } from '../../harness/world.ts'
import { look, openBrowser, quietPage } from '../browser.ts'
import { curityPages } from './curity-pages.ts'
import { inspectorPages } from './inspector-pages.ts'
import { emptyKonnectPages, konnectPages } from './konnect-pages.ts'
import { namedOrganisation } from './organisation.ts'
import type { PageSet } from './page-set.ts'
import { classicPortal, currentPortal } from './portal-pages.ts'

const sets: readonly [name: string, make: (world: World) => Promise<PageSet>, given?: Given][] = [
  ['konnect', async (world) => konnectPages(world, await namedOrganisation(world))],
  ['konnect, of an organisation that has nothing', emptyKonnectPages, { konnect: { world: 'empty' } }],
  ['portal', async (world) => currentPortal(world, await namedOrganisation(world))],
  ['classic', async (world) => classicPortal(world, await namedOrganisation(world))],
  ['curity', curityPages],
  ['inspector', inspectorPages, { network: { 'konnect-curity': { latencyMs: 5 }, 'gateway-curity': {} } }],
]

/** What a browser would have, had she used one. */
const cookiesOf = ({ person }: PageSet): Parameters<BrowserContext['addCookies']>[0] =>
  person.cookies().map((cookie) => ({ ...cookie, domain: new URL(person.url).hostname, sameSite: 'Strict' as const }))

async function lookAtAll(browser: Browser, set: PageSet): Promise<void> {
  const page = await quietPage(browser)
  const cookies = cookiesOf(set)
  for (const { name, path, status = 200, stranger = false } of set.visits) {
    await page.context().clearCookies()
    if (!stranger) await page.context().addCookies(cookies)
    const answer = await page.goto(set.person.url + path)
    expect([name, answer?.status()]).toEqual([name, status])
    for (const summary of await page.locator('details.exchange > summary').all()) await summary.click()
    await look(page, name)
  }
}

describe.for(sets)('%s', ([, make, given]) => {
  test('every page can be used by everybody, dark and light, wide and narrow', { timeout: 600_000 }, async ({
    skip,
  }) => {
    const browser = await openBrowser(skip)
    const world = await startWorld({
      ...(given && { given }),
      controlToken: 'let-me-in',
    })
    onTestFinished(() => world.close())
    await lookAtAll(browser, await make(world))
  })
})
