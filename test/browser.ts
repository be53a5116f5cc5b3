import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

/** How long a page may take over anything, in ms: it ends what hangs, on a machine of any pace. */
export const patience = 120_000

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/**
 * Starts the Chromium of this machine for one test.
 * @param skip the test's own: it is skipped where there is no browser
 */
export async function openBrowser(skip: (why: string) => never): Promise<Browser> {
  if (!chromium) return skip('no Chromium here: apt-get install chromium')
  const browser = await playwright.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  onTestFinished(() => browser.close())
  return browser
}

/** A page that fails the test for every error it prints: a script that throws, something that the policy stops. */
export async function quietPage(browser: Browser, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: wide, ...options })
  page.setDefaultTimeout(patience)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    // A refused form is answered 400 or the like, which the browser mentions.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      troubles.push(message.text())
  })
  onTestFinished(() => expect(troubles).toEqual([]))
  return page
}

/** The same page where scripts run, for one where they do not: axe-core is one. */
export async function twinOf(page: Page): Promise<Page> {
  if (await scriptsRun(page)) return page
  const context = await page
    .context()
    .browser()
    ?.newContext({ storageState: await page.context().storageState() })
  if (!context) throw new Error('a page without its browser')
  const twin = await context.newPage()
  twin.setDefaultTimeout(patience)
  await twin.goto(page.url())
  return twin
}

/** The layout's script says so on the page. */
const scriptsRun = async (page: Page): Promise<boolean> => (await page.locator('html.scripted').count()) > 0

const screenshots = fileURLToPath(new URL('../reports/screenshots/', import.meta.url))
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const wide = { width: 1280, height: 900 }
/** A telephone's. */
const narrow = { width: 390, height: 844 }

/**
 * Looks at a page in light and dark, wide and narrow: axe-core has no serious finding, nothing is wider than the window, and a picture of
 * each is in `reports/screenshots/`, which git ignores.
 */
export async function look(page: Page, name: string): Promise<void> {
  // Who clicked a link is there before all of the page is.
  await page.waitForLoadState()
  mkdirSync(screenshots, { recursive: true })
  const picture = (how: string) =>
    page.screenshot({ path: `${screenshots}${name}-${how}.png`, fullPage: true, animations: 'disabled' })
  // What is below the window is looked at too.
  await page.evaluate("for (const { style } of document.querySelectorAll('.flow')) style.contentVisibility = 'visible'")
  // Evaluated, not added as a script: the policy of the pages would stop that.
  await page.evaluate(await axeSource())
  for (const colorScheme of ['light', 'dark'] as const) {
    // Colours that are still changing would be judged half way.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await picture(colorScheme)
    // What else there is to find is the same in the dark.
    expect(
      await seriousFindings(page, colorScheme === 'dark' ? ['color-contrast'] : []),
      `${name}, ${colorScheme}`,
    ).toEqual([])
  }
  for (const [how, viewport] of [
    ['narrow', narrow],
    ['wide', wide],
  ] as const) {
    await page.setViewportSize(viewport)
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    if (how === 'narrow') await picture(how)
    expect.soft(overflow, `${name} is wider than the window, ${how}`).toBe(0)
  }
}

/** What axe-core finds that keeps people out, with where. @param rules which are asked; all when none is named */
async function seriousFindings(page: Page, rules: readonly string[] = []): Promise<string[]> {
  const options = rules.length > 0 ? { runOnly: rules } : {}
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as AxeResults // what axe-core's own types say
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`))
}

const axeSource = async (): Promise<string> => {
  const { readFile } = await import('node:fs/promises')
  return readFile(axe, 'utf8')
}
