import type { Page } from 'playwright-core'
import type { World } from '../../../harness/world.ts'
import { look, twinOf } from '../../browser.ts'
import { clicksOn } from '../../pages/clicks.ts'
import { leadsOn } from '../../pages/leads-on.ts'

/** What somebody does at Konnect's pages, by what is written on them. */
export function browserOperator(page: Page, { addresses }: World, prefix: string) {
  const { url, token } = addresses.konnect
  const main = page.locator('main')
  let seen = 0
  const arrived = async (name: string) => {
    seen += 1
    const shown = await twinOf(page)
    await look(shown, `${prefix}-${String(seen).padStart(2, '0')}-${name}`)
    if (shown !== page) await shown.context().close()
  }
  const clicks = clicksOn(page)

  return {
    ...clicks,
    press: (name: string) => leadsOn(page, () => clicks.press(name)),
    follow: (name: string) => leadsOn(page, () => clicks.follow(name)),
    menu: (name: string | RegExp) => leadsOn(page, () => clicks.menu(name)),
    page,
    arrived,
    async signIn() {
      await page.goto(`${url}/konnect`)
      await clicks.fill('Personal access token', token)
      await leadsOn(page, () => clicks.press('Sign in'))
    },
    reads: async (label: string) => main.getByLabel(label, { exact: true }).inputValue(),
    /** What was just done, as the page says it. */
    notice: async () => (await main.getByRole('status').textContent()) ?? '',
    refusals: async () => main.locator('small.refusal').allTextContents(),
  }
}
export type BrowserOperator = ReturnType<typeof browserOperator>
