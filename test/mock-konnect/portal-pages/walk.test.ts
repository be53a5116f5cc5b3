import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startWorld } from '../../../harness/world.ts'
import { look, noBrowser, openBrowser, quietPage } from '../../browser.ts'

const run = promisify(execFile)

/** Status of the answer to a line as it stands on a page, run by a shell. */
async function statusOf(line: string, variables: Record<string, string> = {}): Promise<number> {
  const { stdout } = await run('bash', ['-c', line], { env: { PATH: process.env.PATH, ...variables } })
  return Number(/^HTTP\/1.1 (\d+)/.exec(stdout)?.[1])
}

const textOf = async (page: Page, selector: string) => (await page.locator(selector).innerText()).trim()

/** A fresh world, and a browser in it at one portal. */
async function arrive(browser: Browser, base: string, javaScriptEnabled = true) {
  const world = await startWorld()
  onTestFinished(() => world.close())
  const permissions = ['clipboard-read', 'clipboard-write']
  const page = await quietPage(browser, { permissions, javaScriptEnabled })
  return { page, world, at: `${world.addresses.konnect.url}${base}` }
}

/** Looks at a page, under a name that says which portal's it is. */
const looking =
  (page: Page, about: string): Look =>
  (name) =>
    look(page, `${about}-${name}`)

type Look = (name: string) => Promise<void>

async function signUp(page: Page, look: Look, at: string, email: string): Promise<void> {
  await page.goto(`${at}/sign-up`)
  await page.getByLabel('Full name', { exact: true }).fill('Ada Lovelace')
  await page.getByLabel('Email', { exact: true }).fill('not an address')
  await page.getByRole('main').getByRole('button', { name: 'Sign up' }).click()
  await look('sign-up-refused')
  expect(await page.getByText('"email" must be a valid email').count()).toBe(1)
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByRole('main').getByRole('button', { name: 'Sign up' }).click()
  await look('check-your-mail')
  await page.getByRole('link', { name: 'Open the mailbox' }).click()
  await look('mailbox')
  await page.getByRole('link', { name: 'Verify your e-mail address' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByLabel('Password', { exact: true }).fill('a good password')
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await look('sign-in-refused')
  await page.getByLabel('Password', { exact: true }).fill('a good password')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
}

test('the current portal, from sign-up to a call of the API and back to nothing', async (context) => {
  const browser = await openBrowser()
  if (!browser) return context.skip(noBrowser)
  const { page, at } = await arrive(browser, '/portal')
  const look = looking(page, 'current')
  await signUp(page, look, at, 'current@example.com')
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('link', { name: 'Use this API' }).click()
  await page.getByLabel('Application name', { exact: true }).fill('<script>alert(1)</script>')
  await page.getByRole('button', { name: 'Create and use API' }).click()
  await look('secret')
  expect(await statusOf(await textOf(page, '#curl-1'))).toBe(200)
  const secret = await textOf(page, '#client-secret')
  await page.getByRole('link', { name: 'Copy secret and close' }).click()
  await page.getByRole('heading', { name: '<script>alert(1)</script>' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret)
  await page.getByRole('link', { name: 'Credentials' }).click()
  await page.getByRole('link', { name: 'My applications' }).click()
  await page.getByRole('link', { name: 'New App' }).click()
  await page.getByTestId('application-name-input').fill('second')
  await page.getByTestId('create-application-button').click()
  const line = await textOf(page, '#client-secret')
  expect(line).not.toBe(secret)
  await page.getByTestId('close-application-secret-modal').click()
  await page.getByRole('heading', { name: 'second' }).waitFor()
  await page.goto(`${at}/apis/orders-v1/use`)
  await page.getByLabel('Application', { exact: true }).selectOption({ label: 'second' })
  await page.getByRole('button', { name: 'Use this API' }).click()
  await page.getByText('Registered: the application may use this API.').waitFor()
  await look('registered')
})

test('the classic portal, and what is done to an application later', async (context) => {
  const browser = await openBrowser()
  if (!browser) return context.skip(noBrowser)
  const { page, at } = await arrive(browser, '/portal/classic')
  const look = looking(page, 'classic')
  await signUp(page, look, at, 'classic@example.com')
  await page.getByRole('link', { name: 'My Apps' }).click()
  await page.getByRole('link', { name: 'New App' }).click()
  await page.getByLabel('Redirect URI', { exact: true }).fill('nowhere')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await look('create-refused')
  await page.getByLabel('Application Name', { exact: true }).fill('billing')
  await page.getByLabel('Redirect URI', { exact: true }).fill('https://app.example/cb')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await look('application-secret')
  const secret = await textOf(page, '#client-secret')
  const client = await textOf(page, '#client-id')
  await page.getByRole('button', { name: 'Copy Client Secret' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  await page.getByRole('link', { name: 'Proceed' }).click()

  await page.getByRole('link', { name: 'Catalog' }).first().click()
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('link', { name: 'v1' }).click()
  const line = await textOf(page, '#curl-1')
  await page.getByRole('link', { name: 'Register' }).click()
  await page.getByRole('button', { name: 'Register' }).click()
  await page.getByRole('link', { name: 'billing' }).click()
  await look('application-registered')
  const call = (withSecret: string) => statusOf(line, { CLIENT_ID: client, CLIENT_SECRET: withSecret })
  expect(await call(secret)).toBe(200)

  await page.getByTestId('refresh-secret-button').click()
  await page.getByRole('button', { name: 'Refresh secret' }).click()
  await page.getByTestId('application-secret-token-modal').waitFor()
  const renewed = await textOf(page, '#client-secret')
  expect([renewed === secret, await call(renewed)]).toEqual([false, 200])
  await page.getByRole('link', { name: 'Proceed' }).click()
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Description', { exact: true }).fill('invoices')
  await page.getByRole('button', { name: 'Update' }).click()
  await page.getByText('The application is updated.').waitFor()
  await page.getByRole('link', { name: 'Unregister' }).click()
  await page.getByRole('button', { name: 'Unregister' }).click()
  await page.getByRole('link', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('The application is deleted.').waitFor()
  await look('my-apps-empty')
  expect(await call(renewed)).toBe(401)
})

test('everything works with scripts off', async (context) => {
  const browser = await openBrowser()
  if (!browser) return context.skip(noBrowser)
  const { page, world, at } = await arrive(browser, '/portal', false)
  const { developer } = world.addresses.konnect
  await page.goto(`${at}/apis/orders-v1/use`)
  await page.getByLabel('Email', { exact: true }).fill(developer.email)
  await page.getByLabel('Password', { exact: true }).fill(developer.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Application name', { exact: true }).fill('scriptless')
  await page.getByRole('button', { name: 'Create and use API' }).click()
  expect(await statusOf(await textOf(page, '#curl-1'))).toBe(200)
  await page.getByRole('link', { name: 'Copy secret and close' }).click()
  expect(await page.getByRole('heading', { name: 'scriptless' }).count()).toBe(1)
})
