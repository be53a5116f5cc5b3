import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { Addresses } from '../../harness/addresses.ts'
import { startWorld } from '../../harness/world.ts'
import { noBrowser, openBrowser, quietPage } from '../browser.ts'
import { type Clicks, clicksOn } from './clicks.ts'

const run = promisify(execFile)

/** Nothing is set up: Curity issues opaque tokens and registers nobody, Konnect is a new organisation. */
const nothingSetUp = {
  curity: { accessTokens: 'opaque', registration: 'off' },
  konnect: { world: 'empty' },
} as const

test('the whole how-to, clicked: Curity admin, Konnect, Dev Portal, and the shown curl line answers 200', {
  timeout: 240_000,
}, async ({ skip }) => {
  const browser = await openBrowser()
  if (!browser) return skip(noBrowser)
  const world = await startWorld({ given: nothingSetUp })
  onTestFinished(() => world.close())
  const { addresses } = world
  const page = await quietPage(browser)
  const at = clicksOn(page)

  await page.goto(`${addresses.curity.admin}/admin`)
  const client = await setUpCurity(at)
  await page.goto(`${addresses.konnect.url}/konnect`)
  await setUpKonnect(at, addresses, client)
  await specify(addresses)
  await page.goto(`${addresses.konnect.url}/portal/sign-up`)
  const line = await createApplication(at)

  const { stdout } = await run('bash', ['-c', line])
  expect(stdout).toMatch(/^HTTP\/1.1 200 OK/)
  const wrong = await run('bash', ['-c', line.replace(/(-u \S+:)\S+/, '$1wrong')])
  expect(wrong.stdout).toMatch(/^HTTP\/1.1 401 /)
})

/** Kong's recipe (`curity.md` 8), with the commit that it leaves out; gives the client that may register others. */
async function setUpCurity(at: Clicks): Promise<{ id: string; secret: string }> {
  await at.fill('User name', 'admin')
  await at.fill('Password', 'admin-password')
  await at.press('Sign in')
  await at.follow('Token Service')
  await at.follow('Token Issuers')
  await at.check('Use Access Token as JWT')
  await at.press('Save')
  await at.follow('Clients')
  await at.follow('New Client')
  await at.fill('Client ID', 'dev-portal')
  await at.check('Client Credentials')
  await at.choose('Authentication Method', 'secret')
  await at.press('Create')
  const client = { id: await at.read('#client-id'), secret: await at.read('#client-secret') }
  await at.follow('General')
  await at.follow('Dynamic Registration')
  await at.follow('Enable Dynamic Client Registration')
  await at.check('Non-Templatized')
  await at.check('Dynamic Client Management')
  await at.press('Next')
  await at.choose('Client data source', 'default-datasource')
  await at.press('Next')
  await at.choose('Authentication Method', 'authenticate-client-by')
  await at.press('Next')
  await at.check('dev-portal')
  await at.press('Next')
  await at.check('default')
  await at.press('Finish')
  await at.menu(/^Changes/)
  await at.press('Commit')
  await at.says('The changes are committed.')
  return client
}

/** A DCR provider, a strategy by it, a gateway service with a route, and an API that is published with the strategy. */
async function setUpKonnect(
  at: Clicks,
  { konnect, curity, upstream }: Addresses,
  client: { id: string; secret: string },
) {
  await at.fill('Personal access token', konnect.token)
  await at.press('Sign in')
  await at.menu('Application Auth')
  await at.follow('DCR Providers')
  await at.follow('New DCR Provider')
  await at.choose('Provider Type', 'Curity')
  await at.press('Choose')
  await at.fill('Name', 'DCR Curity')
  await at.fill('Issuer URL', `${curity.issuer}/.well-known/openid-configuration`)
  await at.fill('Initial Client ID', client.id)
  await at.fill('Initial Client Secret', client.secret)
  await at.press('Save')
  await at.menu('Application Auth')
  await at.follow('New Auth Strategy')
  await at.choose('Auth Type', 'DCR')
  await at.press('Choose')
  await at.fill('Name', 'curity')
  await at.fill('Display Name', 'Curity')
  await at.fill('Claims', 'sub')
  await at.press('Create')
  await at.says('Created.')

  await at.menu('Gateway Manager')
  await at.follow('default')
  await at.follow('New Gateway Service')
  await at.fill('Name', 'orders')
  await at.fill('Upstream URL', upstream)
  await at.press('Save')
  await at.follow('New Route')
  await at.fill('Name', 'orders')
  await at.choose('Gateway Service', 'orders')
  await at.fill('Paths', '/orders')
  await at.press('Save')

  await at.menu('Dev Portal')
  await at.follow('New Portal')
  await at.fill('Name', 'developers')
  await at.check('Auto Approve Developers')
  await at.press('Save')
  await at.menu('APIs')
  await at.follow('New API')
  await at.fill('API Name', 'Orders')
  await at.press('Create')
  await at.choose('Gateway Service', 'orders (default)')
  await at.press('Link')
  await at.follow('Publish API')
  await at.choose('Portal', 'developers')
  await at.choose('Authentication strategy', 'Curity')
  await at.check('Auto Approve')
  await at.press('Publish')
  await at.says('Published.')
}

/** The API's specification, by which the portal knows what to call: Konnect's pages take none, so a script sends it. */
async function specify({ konnect, gateway }: Addresses): Promise<void> {
  const headers = { authorization: `Bearer ${konnect.token}`, 'content-type': 'application/json' }
  const { data } = (await (await fetch(`${konnect.url}/v3/apis`, { headers })).json()) as { data: { id: string }[] }
  const content = JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Orders', version: '1.0.0' },
    servers: [{ url: gateway.url }],
    paths: { '/orders': { get: { responses: { 200: { description: 'the orders' } } } } },
  })
  const sent = await fetch(`${konnect.url}/v3/apis/${data[0]?.id}/specifications`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ content, type: 'oas3' }),
  })
  expect(sent.status).toBe(201)
}

/** A developer signs up, and makes an application that uses the API; gives the line by which it is called. */
async function createApplication(at: Clicks): Promise<string> {
  await at.fill('Full name', 'Ada Lovelace')
  await at.fill('Email', 'ada@example.com')
  await at.press('Sign up')
  await at.press('Open the mailbox')
  await at.follow('Verify your e-mail address')
  await at.press('Verify')
  await at.fill('Password', 'a good password')
  await at.press('Set password')
  await at.fill('Email', 'ada@example.com')
  await at.fill('Password', 'a good password')
  await at.press('Sign in')
  await at.follow('Orders')
  await at.follow('Use this API')
  await at.fill('Application name', 'billing')
  await at.press('Create and use API')
  return at.read('#curl-1')
}
