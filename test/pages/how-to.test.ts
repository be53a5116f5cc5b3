import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startWorld } from '../../harness/world.ts'
import { openBrowser, quietPage } from '../browser.ts'
import { setUpCurity } from './clicked-curity.ts'
import { setUpClassic, setUpKonnect } from './clicked-konnect.ts'
import { registerForProduct, useApi } from './clicked-portal.ts'
import { clicksOn } from './clicks.ts'

const run = promisify(execFile)

/** What a line that a page shows prints, run by a shell. */
const printed = async (line: string, variables: Record<string, string> = {}): Promise<string> =>
  (await run('bash', ['-c', line], { env: { PATH: process.env.PATH, ...variables } })).stdout

/** Nothing is set up: Curity issues opaque tokens and registers nobody, Konnect is a new organisation. */
async function nothingSetUp(browser: Browser, javaScriptEnabled: boolean) {
  const world = await startWorld({
    given: { curity: { accessTokens: 'opaque', registration: 'off' }, konnect: { world: 'empty' } },
  })
  onTestFinished(() => world.close())
  const page = await quietPage(browser, { javaScriptEnabled })
  const { addresses } = world
  const go = (path: string) => page.goto(path)
  return {
    addresses,
    at: clicksOn(page),
    inSync: () => world.gateway.inSync(),
    toCurity: () => go(`${addresses.curity.admin}/admin`),
    toKonnect: () => go(`${addresses.konnect.url}/konnect`),
    toPortal: (base: string) => go(`${addresses.konnect.url}${base}/sign-up`),
  }
}

test('the how-to, clicked: Curity admin, Konnect, Dev Portal, and the shown curl line answers 200', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const { at, addresses, inSync, toCurity, toKonnect, toPortal } = await nothingSetUp(browser, true)
  await toCurity()
  const client = await setUpCurity(at)
  await toKonnect()
  await setUpKonnect(at, addresses, client)
  await toPortal('/portal')
  const line = await useApi(at)
  await inSync()
  expect(line).toMatch(/^curl -i -u \S+:\S+ http/)
  expect(await printed(line)).toMatch(/^HTTP\/1.1 200 OK/)
  expect(await printed(line.replace(/(-u \S+:)\S+/, '$1wrong'))).toMatch(/^HTTP\/1.1 401 /)
})

test('the older how-to, clicked with scripts off: Curity admin, Application Setup, classic portal, and the shown curl line answers 200', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const { at, addresses, inSync, toCurity, toKonnect, toPortal } = await nothingSetUp(browser, false)
  await toCurity()
  const client = await setUpCurity(at)
  await toKonnect()
  await setUpClassic(at, addresses, client)
  await toPortal('/portal/classic')
  const { line, id, secret } = await registerForProduct(at)
  await inSync()
  expect(line).toMatch(/^curl -i -u "\$CLIENT_ID:\$CLIENT_SECRET" http/)
  expect(await printed(line, { CLIENT_ID: id, CLIENT_SECRET: secret })).toMatch(/^HTTP\/1.1 200 OK/)
  expect(await printed(line, { CLIENT_ID: id, CLIENT_SECRET: 'wrong' })).toMatch(/^HTTP\/1.1 401 /)
})
