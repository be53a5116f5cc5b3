import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { hostsOf } from '../../../harness/replay/places.ts'
import { readHar } from '../../../harness/replay/read-har.ts'
import { missingSecrets, replay } from '../../../harness/replay/replay.ts'
import { startWorld } from '../../../harness/world.ts'
import { basicAuthorization } from '../../../kit/http-client.ts'
import { openBrowser, patience } from '../../browser.ts'

test('what a developer did in a browser, saved by it, plays again in another world without a difference', async (context) => {
  const browser = await openBrowser(context.skip)
  const path = join(mkdtempSync(join(tmpdir(), 'dcr-harness-saved-')), 'saved.har')
  const world = await startWorld()
  const { konnect, gateway } = world.addresses
  const session = await browser.newContext({ recordHar: { path, mode: 'full', content: 'embed' } })
  session.setDefaultTimeout(patience)
  const page = await session.newPage()
  await page.goto(`${konnect.url}/portal/sign-in`)
  await page.getByLabel('Email', { exact: true }).fill(konnect.developer.email)
  await page.getByLabel('Password', { exact: true }).fill(konnect.developer.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('link', { name: 'Use this API' }).click()
  await page.getByLabel('Application name', { exact: true }).fill('billing')
  await page.getByRole('button', { name: 'Create and use API' }).click()
  const [id, secret] = [await page.locator('#client-id').innerText(), await page.locator('#client-secret').innerText()]
  await world.gateway.inSync()
  const tab = await session.newPage()
  const call = async (credentials: string) => {
    await tab.setExtraHTTPHeaders({ authorization: credentials })
    return (await tab.goto(`${gateway.url}/orders`))?.status()
  }
  expect(await call(basicAuthorization(id.trim(), 'another'))).toBe(401)
  expect(await call(basicAuthorization(id.trim(), secret.trim()))).toBe(200)
  await page.goto(`${konnect.url}/portal/my-apps`)
  await page.getByRole('link', { name: 'billing' }).first().click()
  await page.getByRole('heading', { name: 'billing' }).waitFor()
  await page.evaluate("fetch('/api/v3/applications').then((answer) => answer.text())")
  await session.close()
  await world.close()

  const again = await startWorld()
  onTestFinished(() => again.close())
  const archive = readHar(path)
  const options = { world: again, hosts: hostsOf(archive.calls, new Map(), path), secrets: () => undefined }
  expect(missingSecrets(archive, options)).toEqual([])
  const all = await replay(archive, options)
  const differing = all.filter(({ differences }) => differences.length > 0)
  expect(differing.map(({ method, url, differences, reason }) => [method, url, differences, reason])).toEqual([])
  const made = all.filter(({ leftOut }) => leftOut === undefined)
  expect(made.map(({ place, actual }) => [place, actual])).toEqual(
    expect.arrayContaining([
      ['gateway', 200],
      ['gateway', 401],
    ]),
  )
  expect(made.filter(({ method }) => method === 'POST').length).toBeGreaterThanOrEqual(2)
  expect(new Set(all.flatMap(({ leftOut }) => leftOut ?? []))).toEqual(new Set(['a file of a page']))
  // The application is there again, with an id of its own.
  const { body } = await again.portal.call('GET', '/applications')
  expect((body as { data: { name: string }[] }).data.map(({ name }) => name)).toEqual(['billing'])
})
