import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startWorld, type World } from '../../../harness/world.ts'
import { look, openBrowser, quietPage } from '../../browser.ts'
import { leadsOn } from '../../pages/leads-on.ts'

const run = promisify(execFile)

/** Status of the answer to a line as it stands on a page, run by a shell once the gateway knows what the portal knows. */
async function statusOf(world: World, line: string, variables: Record<string, string> = {}): Promise<number> {
  await world.gateway.inSync()
  const { stdout } = await run('bash', ['-c', line], { env: { PATH: process.env.PATH, ...variables } })
  return Number(/^HTTP\/1.1 (\d+)/.exec(stdout)?.[1])
}

/** Clicks what leads to another page. */
const follow = (place: Locator) => leadsOn(place.page(), () => place.click())

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
  await follow(page.getByRole('main').getByRole('button', { name: 'Sign up' }))
  await look('sign-up-refused')
  expect(await page.getByText('"email" must be a valid email').count()).toBe(1)
  await page.getByLabel('Email', { exact: true }).fill(email)
  await follow(page.getByRole('main').getByRole('button', { name: 'Sign up' }))
  await look('check-your-mail')
  await follow(page.getByRole('link', { name: 'Open the mailbox' }))
  await look('mailbox')
  await follow(page.getByRole('link', { name: 'Verify your e-mail address' }))
  await follow(page.getByRole('button', { name: 'Verify' }))
  await page.getByLabel('Password', { exact: true }).fill('a good password')
  await follow(page.getByRole('button', { name: 'Set password' }))
  await page.getByLabel('Email', { exact: true }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await follow(page.getByRole('main').getByRole('button', { name: 'Sign in' }))
  await look('sign-in-refused')
  await page.getByLabel('Password', { exact: true }).fill('a good password')
  await follow(page.getByRole('main').getByRole('button', { name: 'Sign in' }))
}

test('the current portal, from sign-up to a call of the API and back to nothing', async (context) => {
  const browser = await openBrowser(context.skip)
  const { page, world, at } = await arrive(browser, '/portal')
  const look = looking(page, 'current')
  await signUp(page, look, at, 'current@example.com')
  await follow(page.getByRole('link', { name: 'Orders' }))
  await follow(page.getByRole('link', { name: 'Use this API' }))
  await page.getByLabel('Application name', { exact: true }).fill('<script>alert(1)</script>')
  await follow(page.getByRole('button', { name: 'Create and use API' }))
  await look('secret')
  expect(await statusOf(world, await textOf(page, '#curl-1'))).toBe(200)
  const secret = await textOf(page, '#client-secret')
  await follow(page.getByRole('link', { name: 'Copy secret and close' }))
  await page.getByRole('heading', { name: '<script>alert(1)</script>' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret)
  await follow(page.getByRole('link', { name: 'Credentials' }))
  await follow(page.getByRole('link', { name: 'My applications' }))
  await follow(page.getByRole('link', { name: 'New App' }))
  await page.getByTestId('application-name-input').fill('second')
  await follow(page.getByTestId('create-application-button'))
  const line = await textOf(page, '#client-secret')
  expect(line).not.toBe(secret)
  await follow(page.getByTestId('close-application-secret-modal'))
  await page.getByRole('heading', { name: 'second' }).waitFor()
  await page.goto(`${at}/apis/orders-v1/use`)
  await page.getByLabel('Application', { exact: true }).selectOption({ label: 'second' })
  await follow(page.getByRole('button', { name: 'Use this API' }))
  await page.getByText('Registered: the application may use this API.').waitFor()
  await look('registered')
})

test('the classic portal, and what is done to an application later', async (context) => {
  const browser = await openBrowser(context.skip)
  const { page, world, at } = await arrive(browser, '/portal/classic')
  const look = looking(page, 'classic')
  await signUp(page, look, at, 'classic@example.com')
  await follow(page.getByRole('link', { name: 'My Apps' }))
  await follow(page.getByRole('link', { name: 'New App' }))
  await page.getByLabel('Redirect URI', { exact: true }).fill('nowhere')
  await follow(page.getByRole('button', { name: 'Create', exact: true }))
  await look('create-refused')
  await page.getByLabel('Application Name', { exact: true }).fill('billing')
  await page.getByLabel('Redirect URI', { exact: true }).fill('https://app.example/cb')
  await follow(page.getByRole('button', { name: 'Create', exact: true }))
  await look('application-secret')
  const secret = await textOf(page, '#client-secret')
  const client = await textOf(page, '#client-id')
  await page.getByRole('button', { name: 'Copy Client Secret' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  await follow(page.getByRole('link', { name: 'Proceed' }))

  await follow(page.getByRole('link', { name: 'Catalog' }).first())
  await follow(page.getByRole('link', { name: 'Orders' }))
  await follow(page.getByRole('link', { name: 'v1' }))
  const line = await textOf(page, '#curl-1')
  await follow(page.getByRole('link', { name: 'Register' }))
  await follow(page.getByRole('button', { name: 'Register' }))
  await follow(page.getByRole('link', { name: 'billing' }))
  await look('application-registered')
  const call = (withSecret: string) => statusOf(world, line, { CLIENT_ID: client, CLIENT_SECRET: withSecret })
  expect(await call(secret)).toBe(200)

  await follow(page.getByTestId('refresh-secret-button'))
  await follow(page.getByRole('button', { name: 'Refresh secret' }))
  await page.getByTestId('application-secret-token-modal').waitFor()
  const renewed = await textOf(page, '#client-secret')
  expect([renewed === secret, await call(renewed)]).toEqual([false, 200])
  await follow(page.getByRole('link', { name: 'Proceed' }))
  await follow(page.getByRole('link', { name: 'Edit' }))
  await page.getByLabel('Description', { exact: true }).fill('invoices')
  await follow(page.getByRole('button', { name: 'Update' }))
  await page.getByText('The application is updated.').waitFor()
  await follow(page.getByRole('link', { name: 'Unregister' }))
  await follow(page.getByRole('button', { name: 'Unregister' }))
  await follow(page.getByRole('link', { name: 'Delete' }))
  await follow(page.getByRole('button', { name: 'Delete' }))
  await page.getByText('The application is deleted.').waitFor()
  await look('my-apps-empty')
  expect(await call(renewed)).toBe(401)
})

test('everything works with scripts off', async (context) => {
  const browser = await openBrowser(context.skip)
  const { page, world, at } = await arrive(browser, '/portal', false)
  const { developer } = world.addresses.konnect
  await page.goto(`${at}/apis/orders-v1/use`)
  await page.getByLabel('Email', { exact: true }).fill(developer.email)
  await page.getByLabel('Password', { exact: true }).fill(developer.password)
  await follow(page.getByRole('main').getByRole('button', { name: 'Sign in' }))
  await page.getByLabel('Application name', { exact: true }).fill('scriptless')
  await follow(page.getByRole('button', { name: 'Create and use API' }))
  expect(await statusOf(world, await textOf(page, '#curl-1'))).toBe(200)
  await follow(page.getByRole('link', { name: 'Copy secret and close' }))
  expect(await page.getByRole('heading', { name: 'scriptless' }).count()).toBe(1)
})
