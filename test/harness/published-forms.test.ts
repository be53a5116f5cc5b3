import { mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { harFile } from '../../harness/replay/har-file.ts'
import { junit } from '../../harness/reporters/junit.ts'
import { runScenarios } from '../../harness/run-scenarios.ts'
import type { ScenarioResult } from '../../harness/runner.ts'
import { scenario } from '../../harness/scenario.ts'
import { startWorld, type World } from '../../harness/world.ts'
import { freshWorlds } from '../../harness/worlds.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { harOfPages } from '../../kit/har.ts'
import { transcriptOf } from '../../kit/transcript.ts'

const load = createRequire(import.meta.url)

/** What HAR 1.2's own schema complains about. */
function harComplaints(archive: unknown): unknown {
  const ajv = new Ajv({ allErrors: true, strict: false })
  // CommonJS: what is imported is the module, whose default is the function.
  const addFormats = formats as unknown as (ajv: Ajv) => void
  addFormats(ajv)
  ajv.addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json'))
  const { har = {}, ...parts } = load('har-schema') as Record<string, object> // JSON schemas by name
  for (const part of Object.values(parts)) ajv.addSchema(part)
  const validate = ajv.compile(har)
  return validate(archive) ? [] : validate.errors
}

/** Everything that an archive can hold: forms, JSON, cookies, redirects, repeated headers, a call that is cut off. */
async function everything({ portal, curity, gateway, konnect, levers, addresses }: World): Promise<void> {
  const app = await portal.createApplication({ name: 'billing <&> "quoted" ü' })
  await portal.register(app)
  await curity.clientCredentials(app)
  await gateway.get('/orders?a=1&b=%20&b=2', {
    basic: app,
    headerLines: [
      ['X-Twice', 'a'],
      ['X-Twice', 'b'],
    ],
  })
  await gateway.get('/nowhere')
  await konnect.call('GET', '/v3/portals?page%5Bsize%5D=1')
  await fetch(`${addresses.konnect.url}/portal/my-apps`, { redirect: 'manual' })
  await levers.fault('curity', { endpoint: 'token', kind: 'reset' })
  await curity.clientCredentials(app).catch(() => undefined)
}

const holding = scenario({ id: 'holds', title: 'it holds', refs: [], run: everything })
const failing = scenario({
  id: 'fails',
  title: 'it <fails> & "quotes"',
  refs: [],
  file: 'bugs/fails.ts',
  async run(world) {
    await everything(world)
    throw new Error('1 < 2 && "]]>" \u0000 \ud800 \u001b[31mred')
  },
})

let results: ScenarioResult[]
beforeAll(async () => {
  const run = await runScenarios([holding, failing], freshWorlds, { keepExchanges: true })
  const [held] = run as [ScenarioResult, ...ScenarioResult[]]
  const drift = [{ call: 'GET /a', where: 'status', expected: '200', actual: '400' }]
  const skipped = { ...held, id: 'skips', outcome: 'skipped' as const, why: 'needs <levers>' }
  results = [...run, skipped, { ...held, id: 'drifts', drift }]
})

test('the schema refuses what is no HAR 1.2', () => {
  expect(harComplaints({ log: { version: '1.2', creator: { name: 'a' }, entries: [{}] } })).not.toEqual([])
})

test('run --har fits the schema of HAR 1.2', () => {
  const pages = results.map(({ id, title, exchanges }) => ({ id, title, hops: transcriptOf(exchanges) }))
  const har = harOfPages(pages, { creator: { name: 'dcr-harness', version: '1' } })
  expect(har.log.entries.length).toBeGreaterThan(20)
  expect(harComplaints(JSON.parse(JSON.stringify(har)))).toEqual([])
})

test('up --record and /_mock/exchanges?format=har fit it, too', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'dcr-harness-forms-')), 'recorded.har')
  const exchanges = new ExchangeBus()
  const recording = harFile(file, exchanges, { name: 'dcr-harness', version: '1' })
  const world = await startWorld({ exchanges })
  onTestFinished(() => world.close())
  await everything(world)
  const lever = await fetch(`${world.addresses.curity.url}/_mock/exchanges?format=har`)
  const taken = (await lever.json()) as { log: { entries: { response: { status: number } }[] } }
  recording.close()
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as typeof taken
  expect(harComplaints(recorded)).toEqual([])
  expect(harComplaints(taken)).toEqual([])
  // What was cut off is among them: status 0.
  for (const { log } of [recorded, taken]) expect(log.entries.map(({ response }) => response.status)).toContain(0)
})

const xsd = readFileSync(fileURLToPath(new URL('./junit.xsd', import.meta.url)), 'utf8')
const junitErrors = async (xml: string) => {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: xml }], schema: [xsd] })
  return errors.map(({ message }) => message)
}

test("a report as JUnit XML fits JUnit's schema, whatever scenarios say", async () => {
  expect(await junitErrors(junit(results))).toEqual([])
  expect(await junitErrors(junit([]))).toEqual([])
  expect(await junitErrors(junit(results).replace('failures=', 'failed='))).not.toEqual([])
})
