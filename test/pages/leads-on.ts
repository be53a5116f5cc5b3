import type { Page } from 'playwright-core'

/** Does what leads to another page, and waits until that is there, whole: what is read then is the new page's, and its script runs. */
export async function leadsOn(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()])
}
