import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startWorld } from '../../harness/world.ts'
import { openBrowser, quietPage } from '../browser.ts'
import { clicksOn } from './clicks.ts'

/** Creates an application at the form of a portal in a world of its own, with the answer held back until `release`. */
async function createSlowly(page: Page) {
  const world = await startWorld()
  onTestFinished(() => world.close())
  const { konnect } = world.addresses
  const at = clicksOn(page)
  await page.goto(`${konnect.url}/portal/application/create`)
  await at.fill('Email', konnect.developer.email)
  await at.fill('Password', konnect.developer.password)
  await at.press('Sign in')
  await at.fill('Application name', 'billing')
  const sent: string[] = []
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/application/create', async (route) => {
    sent.push(route.request().method())
    await released
    await route.continue()
  })
  return { at, sent, release }
}

const twoClicks = `(() => {
  const create = document.querySelector('[data-testid="create-application-button"]')
  create.click()
  create.click()
  return create.textContent
})()`

test('a form that is on its way says so, and a second click sends nothing: the secret of the first is shown', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const page = await quietPage(browser)
  const { at, sent, release } = await createSlowly(page)
  await page.locator('.scripted').waitFor()
  expect(await page.evaluate(twoClicks)).toBe('Submitting')
  release()
  expect(await at.read('#client-secret')).toMatch(/\S/)
  expect(sent).toEqual(['POST'])
})

test('where nobody may copy, a secret is selected, and the page is left with the next click alone', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const page = await quietPage(browser)
  // As browsers have it for plain HTTP from another machine.
  await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
  const { at, release } = await createSlowly(page)
  release()
  await at.press('Create')
  const secret = await at.read('#client-secret')
  await at.press('Copy Client ID')
  await page.getByRole('button', { name: 'Please copy by hand' }).waitFor()
  await at.follow('Copy secret and close')
  await page.getByRole('link', { name: 'Copy by hand, then close' }).waitFor()
  expect(await page.evaluate('getSelection().toString()')).toBe(secret)
  await at.follow('Copy by hand, then close')
  await page.getByRole('heading', { name: 'billing' }).waitFor()
})
