import type { Page } from 'playwright-core'

/** What somebody does at pages, by what is written on them. Exact names: a label that changed fails. */
export function clicksOn(page: Page) {
  const main = page.locator('main')
  const field = (label: string) =>
    main.getByLabel(label, { exact: true }).and(main.locator('input, select, textarea')).first()
  return {
    press: (name: string) => main.getByRole('button', { name, exact: true }).click(),
    /** A link, or one that looks like a button. */
    follow: (name: string) =>
      main
        .getByRole('link', { name, exact: true })
        .or(main.getByRole('button', { name, exact: true }))
        .first()
        .click(),
    menu: (name: string | RegExp) =>
      page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click(),
    fill: (label: string, text: string) => field(label).fill(text),
    choose: (label: string, option: string) => field(label).selectOption({ label: option }),
    check: (label: string) => field(label).check(),
    /** Waits until the page says so. */
    says: (text: string) => main.getByText(text, { exact: true }).first().waitFor(),
    read: async (selector: string) => (await main.locator(selector).innerText()).trim(),
  }
}
export type Clicks = ReturnType<typeof clicksOn>
