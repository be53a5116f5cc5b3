import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What somebody does at pages, by what is written on them. Exact names: a label that changed fails. */
export function clicksOn(page: Page) {
  const main = page.locator('main')
  /** The page is there as a whole, and its script runs: a click before that would do without it. */
  const on =
    <Given extends unknown[], Done>(act: (...given: Given) => Promise<Done>) =>
    async (...given: Given): Promise<Done> => {
      await page.waitForLoadState()
      return act(...given)
    }
  const field = (label: string) =>
    main.getByLabel(label, { exact: true }).and(main.locator('input, select, textarea')).first()
  return {
    press: on((name: string) => main.getByRole('button', { name, exact: true }).click()),
    /** A link, or one that looks like a button. */
    follow: on((name: string) =>
      main
        .getByRole('link', { name, exact: true })
        .or(main.getByRole('button', { name, exact: true }))
        .first()
        .click(),
    ),
    menu: on((name: string | RegExp) =>
      page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click(),
    ),
    fill: (label: string, text: string) => field(label).fill(text),
    choose: on((label: string, option: string) => field(label).selectOption({ label: option })),
    /** Chooses a file, as one that was on this machine, and waits until its text is where it belongs. */
    take: on(async (label: string, into: string, { name, text }: { name: string; text: string }) => {
      const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) }
      await main.getByLabel(label, { exact: true }).setInputFiles(file)
      await expect.poll(() => field(into).inputValue()).toBe(text)
    }),
    check: (label: string) => field(label).check(),
    /** Waits until the page says so. */
    says: (text: string) => main.getByText(text, { exact: true }).first().waitFor(),
    read: async (selector: string) => (await main.locator(selector).innerText()).trim(),
  }
}
export type Clicks = ReturnType<typeof clicksOn>
