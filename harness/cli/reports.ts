import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemClock } from '../../kit/clock.ts'
import { Complaints } from '../../kit/complaints.ts'
import { transcriptOf } from '../../kit/transcript.ts'
import type { ScenarioResult } from '../runner.ts'
import { version } from '../version.ts'
import type { ReporterKind, RunOptions } from './run-options.ts'
import { writing } from './writing.ts'

type Results = readonly ScenarioResult[]

/** Reporters that make a document; each is loaded when it is wanted. */
const documents: Record<Exclude<ReporterKind, 'pretty'>, { file: string; make(results: Results): Promise<string> }> = {
  junit: {
    file: 'report.xml',
    make: async (results) => (await import('../reporters/junit.ts')).junit(results),
  },
  html: {
    file: 'report.html',
    make: async (results) => (await import('../reporters/html.ts')).htmlReport(results, systemClock.now()),
  },
  json: {
    file: 'report.json',
    make: async (results) => JSON.stringify({ results }, undefined, 2),
  },
}

/** Writes or prints what the run was asked for. A single document without a place for it is printed. @throws Complaints */
export async function writeReports(
  results: Results,
  reporters: readonly ReporterKind[],
  { output, har, otlp }: RunOptions,
): Promise<void> {
  const kinds = reporters.filter((kind) => kind !== 'pretty')
  for (const kind of kinds) {
    const text = await documents[kind].make(results)
    if (output === undefined) console.log(text)
    else await write(kinds.length > 1 || isFolder(output) ? join(output, documents[kind].file) : output, text)
  }
  if (har !== undefined) await write(har, await harText(results))
  if (otlp !== undefined) await exportSpans(results, otlp)
}

const isFolder = (place: string) => place.endsWith('/') || (existsSync(place) && statSync(place).isDirectory())

const write = (file: string, text: string): Promise<void> =>
  writing(file, () => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${text}\n`)
  })

async function harText(results: Results): Promise<string> {
  const { harOfPages } = await import('../../kit/har.ts')
  const pages = results.map(({ id, title, exchanges }) => ({ id, title, hops: transcriptOf(exchanges) }))
  const dropped = results.reduce((sum, { dropped = 0 }) => sum + dropped, 0)
  return JSON.stringify(harOfPages(pages, { creator: { name: 'dcr-harness', version }, dropped }), undefined, 2)
}

async function exportSpans(results: Results, url: string): Promise<void> {
  const { spanExport } = await import('../reporters/otlp.ts')
  const lost = new Set<string>()
  const spans = spanExport(url, (why) => lost.add(why))
  for (const { exchanges } of results) for (const exchange of exchanges) spans.add(exchange)
  await spans.close()
  if (lost.size > 0)
    throw new Complaints('--otlp', [{ path: url, expected: `did not take spans: ${[...lost].join('; ')}` }])
}
