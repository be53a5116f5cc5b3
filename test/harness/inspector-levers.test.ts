import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { walk } from '../../harness/walk.ts'
import { startWorld } from '../../harness/world.ts'
import { openBrowser, quietPage } from '../browser.ts'

test('what went on is found by application, client, status and reason; secrets are shown on one click', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const world = await startWorld()
  onTestFinished(() => world.close())
  const app = await walk(world, () => undefined)
  const page = await quietPage(browser)
  await page.goto(`${world.addresses.konnect.url}/_mock/?live=off`)
  const found = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).fill(text)
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.waitForURL(/[?&](application|client|status|reason)=/)
    const flows = await page.getByRole('heading', { level: 2 }).allTextContents()
    await page.getByRole('link', { name: 'Clear' }).click()
    await page.waitForURL(/_mock\/$/)
    return flows.map((flow) => flow.replace(/^\S+ /, '')).reverse()
  }
  const creation = 'mock-konnect: POST /api/v3/applications → 201'
  const registration = expect.stringMatching(/^mock-konnect: POST \/api\/v3\/applications\/\S+\/registrations → 201$/)
  const calls = ['gateway-sim: GET /orders → 200', 'gateway-sim: GET /orders → 401']
  expect(await found('Application', app.name)).toEqual([creation, registration, ...calls])
  expect(await found('Client id', app.clientId)).toEqual([creation, ...calls])
  expect(await found('Status', '401')).toEqual(['gateway-sim: GET /orders → 401'])
  expect(await found('Reason code', 'gateway.basic.wrong-secret')).toEqual(['gateway-sim: GET /orders → 401'])

  await page.getByRole('link', { name: 'Pause' }).click()
  await page.waitForURL(/live=off/)
  const flow = page.getByRole('article').filter({ hasText: creation })
  const unfold = () => flow.locator('summary').first().click()
  await unfold()
  await flow.locator('pre').first().waitFor()
  expect(await flow.textContent()).not.toContain(app.clientSecret)
  await page.getByRole('link', { name: 'Show secrets' }).click()
  await page.getByText('Secrets are shown on this page').waitFor()
  await unfold()
  await flow.getByText(app.clientSecret).first().waitFor()
})

test('a clock is moved, a switch flipped, everything reset; a flow is taken away as HAR and runs as a scenario', async ({
  skip,
}) => {
  const browser = await openBrowser(skip)
  const world = await startWorld()
  onTestFinished(() => world.close())
  await walk(world, () => undefined)
  const page = await quietPage(browser, { acceptDownloads: true })
  await page.goto(`${world.addresses.konnect.url}/_mock/?live=off`)

  const taken = async (name: string) => {
    const flow = page.getByRole('article').filter({ hasText: 'mock-konnect: POST /api/v3/applications → 201' })
    const [file] = await Promise.all([page.waitForEvent('download'), flow.getByRole('link', { name }).click()])
    return file
  }
  expect((await taken('HAR')).suggestedFilename()).toBe('flow.har')
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-flow-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const scenario = join(folder, 'recorded-flow.ts')
  await (await taken('Make a scenario')).saveAs(scenario)
  const bin = fileURLToPath(new URL('../../bin/dcr-harness.js', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'run', scenario])
  expect(stdout).toContain('1 passed, 0 failed')

  await page.getByRole('link', { name: 'Clock and reset' }).click()
  const before = (await world.levers.clock('curity')).offset
  await page.getByLabel('By', { exact: true }).fill('2')
  await page.getByLabel('Which clock').selectOption('mock-curity')
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByText('The clock was set.').waitFor()
  expect((await world.levers.clock('curity')).offset - before).toBe(7_200_000)

  await page.getByRole('link', { name: 'Behaviour' }).click()
  await page.getByRole('link', { name: 'mock-konnect' }).click()
  await page.getByLabel('maximumPageSize').fill('7')
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByText('Changed; it holds from the next call on.').waitFor()
  const sizes = async () => {
    const answer = await fetch(`${world.addresses.konnect.url}/_mock/behaviour`)
    return ((await answer.json()) as { behaviour: { maximumPageSize: number } }).behaviour.maximumPageSize
  }
  expect(await sizes()).toBe(7)

  await page.getByRole('link', { name: 'Clock and reset' }).click()
  await page.getByText('Reset everything').first().click()
  await page.getByRole('button', { name: 'Reset everything' }).click()
  await page.getByText('Everything is as it was at the start.').waitFor()
  expect([await sizes(), (await world.levers.clock('curity')).offset]).toEqual([100, 0])
  await page.getByRole('link', { name: 'Exchanges' }).click()
  await page.getByText('Nothing was exchanged yet.').waitFor()
})

/** An address of this machine that others can reach, too. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address

test('a browser that comes from elsewhere signs in with the control token: at the inspector, and for the mailbox', async ({
  skip,
}) => {
  if (outside === undefined) return skip('this machine has no address but loopback')
  const browser = await openBrowser(skip)
  const world = await startWorld({ host: '0.0.0.0', controlToken: 'let-me-in' })
  onTestFinished(() => world.close())
  const { port } = new URL(world.addresses.konnect.url)
  const there = `http://${outside}:${port}`
  const page = await quietPage(browser)
  await page.goto(`${there}/portal/mailbox`)
  await page.getByRole('link', { name: 'Sign in with the control token' }).click()
  await page.getByLabel('Control token').fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('this is not the control token').waitFor()
  await page.getByLabel('Control token').fill('let-me-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${there}/portal/mailbox`)
  await page.getByText('No mail yet.').waitFor()
  await page.goto(`${there}/_mock/`)
  await world.gateway.get('/orders')
  await page.getByRole('heading', { name: 'gateway-sim: GET /orders → 401' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${there}/_mock/sign-in`)
  await page.goto(`${there}/_mock/`)
  await page.waitForURL(/sign-in\?return=/)
})
