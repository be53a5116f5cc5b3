import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { XMLParser } from 'fast-xml-parser'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { githubAnnotations } from '../../harness/reporters/github.ts'
import { htmlReport } from '../../harness/reporters/html.ts'
import { junit } from '../../harness/reporters/junit.ts'
import { spanExport } from '../../harness/reporters/otlp.ts'
import { runScenarios } from '../../harness/run-scenarios.ts'
import type { ScenarioResult } from '../../harness/runner.ts'
import { type Scenario, scenario } from '../../harness/scenario.ts'
import { freshWorlds } from '../../harness/worlds.ts'
import { harOfPages } from '../../kit/har.ts'
import { Har } from '../../kit/har-schema.ts'
import { transcriptOf } from '../../kit/transcript.ts'
import { complaints } from '../../kit/validation.ts'
import { look, openBrowser, quietPage } from '../browser.ts'

const flow: Scenario['run'] = async ({ portal, gateway }, step) => {
  const app = await step('a developer creates <an> application', () => portal.createApplication({ name: 'a<b' }))
  await step('it calls', () => gateway.get('/orders?x=<script>alert(1)</script>', { basic: app }))
}
const holding = scenario({ id: 'holds', title: 'it holds', refs: ['curity.md 1'], run: flow })
const failing = scenario({
  id: 'fails',
  title: 'it <fails>',
  refs: [],
  file: 'bugs/fails.ts',
  async run(world, step) {
    await flow(world, step)
    throw new Error('50 % & "more",\n<never>')
  },
})
const skipping = { outcome: 'skipped' as const, why: 'needs levers' }
let results: ScenarioResult[]

beforeAll(async () => {
  results = await runScenarios([holding, failing], freshWorlds, { keepExchanges: true, parallel: 2 })
})

test('each step is a span, and the first call that it makes is its child', () => {
  const [held] = results
  const [creates, calls] = held?.steps ?? []
  const madeIn = (span?: string) =>
    held?.exchanges.filter(({ trace }) => trace.parent === span).map(({ route }) => route)
  expect(madeIn(creates?.trace.span)).toEqual(['POST /api/v3/developer/authenticate', 'POST /api/v3/applications'])
  expect(madeIn(calls?.trace.span)).toEqual(['GET /*'])
  expect(new Set(held?.exchanges.map(({ trace }) => trace.id))).toEqual(new Set([held?.trace.id]))
})

test('JUnit keeps the rules of its schema', () => {
  const withSkipped = [...results, { ...(results[0] as ScenarioResult), ...skipping }]
  const xml = junit(withSkipped)
  const parsed = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testcase',
  })
  const { testsuites } = parsed.parse(xml, true) as { testsuites: { testsuite: Record<string, unknown> } }
  const { testcase, ...suite } = testsuites.testsuite
  expect(suite).toMatchObject({ name: 'dcr-harness', tests: '3', failures: '1', errors: '0', skipped: '1' })
  expect(suite.time).toMatch(/^\d+\.\d{3}$/)
  const cases = testcase as Record<string, unknown>[]
  expect(cases.map(Object.keys)).toEqual([
    ['#text', 'classname', 'name', 'time'].slice(1),
    ['failure', 'system-out', 'classname', 'name', 'time', 'file'],
    ['skipped', 'classname', 'name', 'time'],
  ])
  for (const each of cases) expect(each.time).toMatch(/^\d+\.\d{3}$/)
  expect(cases[1]?.['system-out']).toContain('gateway-sim → mock-curity')
})

test('GitHub is told of failures at their files', () => {
  expect(githubAnnotations(results)).toEqual([
    expect.stringMatching(/^::error file=bugs\/fails\.ts,title=fails::it <fails>%0A50 %25 & "more",%0A<never>/),
  ])
})

test('all of it is one archive, a page each, and fits HAR 1.2', () => {
  const pages = results.map(({ id, title, exchanges }) => ({ id, title, hops: transcriptOf(exchanges) }))
  const har = harOfPages(pages, { creator: { name: 'dcr-harness', version: '1' } })
  expect(complaints(Har, JSON.parse(JSON.stringify(har)))).toEqual([])
  expect(har.log.pages?.map(({ id }) => id)).toEqual(['holds', 'fails'])
})

const at = Date.UTC(2026, 10, 26, 9, 30)

test('the HTML page loads nothing, runs nothing and escapes everything', () => {
  const page = htmlReport(results, at)
  expect(page).not.toMatch(
    /<script|<link|<img|<iframe|src=|https?:\/\/(?!127\.0\.0\.1|localhost)[^"&<]*"|@import|url\(/,
  )
  expect(page).toContain('it &#60;fails&#62;')
  expect(page).toContain('2026-11-26 09:30:00 UTC')
  expect(page).not.toMatch(/konnect-dcr-secret|developer-password|kpat_demo|eyJ/)
})

test('the HTML page opens in a browser: what failed first, diagrams that lead to exchanges, dark and light', async (context) => {
  const browser = await openBrowser(context.skip)
  const file = join(mkdtempSync(join(tmpdir(), 'dcr-harness-report-')), 'report.html')
  const drifting = { call: 'POST /oauth/v2/oauth-token', where: 'status', expected: '401', actual: '400' }
  const [held] = results as [ScenarioResult, ...ScenarioResult[]]
  const skipped = { ...held, ...skipping, id: 'skips', steps: [], exchanges: [] }
  writeFileSync(
    file,
    htmlReport([...results, skipped, { ...held, id: 'drifts', exchanges: [], drift: [drifting] }], at),
  )
  const page = await quietPage(browser)
  const asked: string[] = []
  page.on('request', (request) => void asked.push(request.url()))
  await page.goto(pathToFileURL(file).href)

  const rows = page.getByRole('row').locator('td:nth-child(-n+2)')
  expect(await rows.allInnerTexts()).toEqual(
    [
      ['failed', 'fails'],
      ['passed', 'drifts'],
      ['passed', 'holds'],
      ['skipped', 'skips'],
    ].flat(),
  )
  const failed = page.locator('#s-fails')
  expect(await failed.locator('.why').innerText()).toContain('50 % & "more",\n<never>')
  expect(await failed.locator('.refusals').innerText()).toMatch(
    /^gateway-sim 403 gateway\.application\.not-registered: /,
  )
  expect(await page.locator('#s-drifts li').first().innerText()).toBe(
    'POST /oauth/v2/oauth-token · status: the mock 401, here 400',
  )
  expect(await page.locator('#s-skips').innerText()).toContain('needs levers')

  const messages = failed.locator('.messages').last()
  expect(await messages.isVisible()).toBe(false)
  await failed.locator('details summary').last().click()
  expect(await messages.isVisible()).toBe(true)
  // An arrow of the diagram leads to its exchange, which unfolds.
  const first = failed.locator('details').first()
  expect(await first.getAttribute('open')).toBe(null)
  await failed.locator('svg a').first().click()
  await first.locator('.messages').waitFor({ state: 'visible' })
  expect(await page.getByText('GET …/v2/oauth-anonymous/jwks').count()).toBeGreaterThan(0)
  await look(page, 'report')
  await page.setViewportSize({ width: 400, height: 800 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
  expect(asked).toEqual([expect.stringMatching(/^file:/)])
})

test('spans reach an OpenTelemetry collector with the ids of the wire', async () => {
  type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string }
  type Sent = { resourceSpans: { resource: { attributes: unknown }; scopeSpans: { spans: Span[] }[] }[] }
  const got: Sent[] = []
  const paths: unknown[] = []
  const collector = createServer((request, response) => {
    const pieces: Buffer[] = []
    request
      .on('data', (piece) => pieces.push(piece))
      .on('end', () => {
        paths.push(request.url)
        got.push(JSON.parse(Buffer.concat(pieces).toString()) as Sent)
        response.setHeader('content-type', 'application/json').end('{}')
      })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void collector.close())
  await new Promise((resolve) => collector.once('listening', resolve))
  const lost: string[] = []
  const spans = spanExport(`http://127.0.0.1:${(collector.address() as AddressInfo).port}`, (why) => lost.push(why))
  const exchanges = results[0]?.exchanges ?? []
  for (const exchange of exchanges) spans.add(exchange)
  await spans.close()
  expect(lost).toEqual([])
  expect(new Set(paths)).toEqual(new Set(['/v1/traces']))
  const sent = got.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans)),
  )
  const told = sent.map(({ traceId, spanId, parentSpanId, name }) => ({
    id: traceId,
    span: spanId,
    parent: parentSpanId,
    name,
  }))
  const bySpan = (a: { span: string }, b: { span: string }) => (a.span < b.span ? -1 : 1)
  expect(told.sort(bySpan)).toEqual(
    exchanges.map(({ trace, route }) => ({ parent: undefined, ...trace, name: route })).sort(bySpan),
  )
  expect(JSON.stringify(got)).toContain('"service.name","value":{"stringValue":"mock-curity"}')
})
