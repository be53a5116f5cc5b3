import type { Page } from 'playwright-core'
import type { World } from '../../../harness/world.ts'
import { look, twinOf } from '../../browser.ts'

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
  const fill = async (label: string, text: string) => main.getByLabel(label, { exact: true }).fill(text)
  const press = async (label: string) => main.getByRole('button', { name: label, exact: true }).click()

  return {
    page,
    fill,
    press,
    arrived,
    async signIn() {
      await page.goto(`${url}/konnect`)
      await fill('Personal access token', token)
      await press('Sign in')
    },
    /** A part of Konnect, by its name in the menu. */
    menu: (label: string) =>
      page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: label, exact: true }).click(),
    /** A link or a button that is a link. */
    follow: (label: string) => main.getByRole('link', { name: label, exact: true }).first().click(),
    choose: (label: string, option: string) => main.getByLabel(label, { exact: true }).selectOption({ label: option }),
    check: (label: string) => main.getByLabel(label, { exact: true }).check(),
    reads: async (label: string) => main.getByLabel(label, { exact: true }).inputValue(),
    /** What was just done, as the page says it. */
    notice: async () => (await main.getByRole('status').textContent()) ?? '',
    refusals: async () => main.locator('small.refusal').allTextContents(),
  }
}
export type BrowserOperator = ReturnType<typeof browserOperator>
