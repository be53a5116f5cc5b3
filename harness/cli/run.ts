import { Complaints } from '../../kit/complaints.ts'
import { asMermaid, asText, transcriptOf } from '../../kit/transcript.ts'
import { Addresses } from '../addresses.ts'
import { githubAnnotations } from '../reporters/github.ts'
import { describe, summary } from '../reporters/pretty.ts'
import { runScenarios } from '../run-scenarios.ts'
import { runScenario, type ScenarioResult } from '../runner.ts'
import type { Scenario } from '../scenario.ts'
import { narrowed, select } from '../selection.ts'
import { readYamlWith } from '../settings.ts'
import { keepStrayErrors } from '../stray-errors.ts'
import { freshWorlds, sharedWorlds } from '../worlds.ts'
import { writeReports } from './reports.ts'
import { planOf, type RunOptions } from './run-options.ts'
import { shippedScenarios } from './shipped-scenarios.ts'

/** `dcr-harness run`. @throws Complaints for names, files and options that are wrong */
export async function run(names: string[], options: RunOptions): Promise<void> {
  const { reporters, parallel, limitMs, ...narrowing } = planOf(options)
  if (options.watch) return (await import('./watch.ts')).watch(names, shippedScenarios())
  const scenarios = narrowed(await select(names, shippedScenarios()), narrowing)
  if (scenarios.length === 0) {
    throw new Complaints('run', [{ path: '', expected: 'no scenario is left to run; loosen --tag, --grep or --shard' }])
  }
  if (options.list) return list(scenarios)
  const pretty = reporters.includes('pretty')
  const tell = (result: ScenarioResult) => {
    if (pretty) console.log(describe(result))
    if (options.transcript !== undefined) console.log(transcripts[options.transcript](result))
  }
  const wanted = options.har ?? options.otlp ?? options.transcript ?? reporters.find((kind) => kind === 'html')
  const settings = { parallel, tell, limit: limitMs, keepExchanges: wanted !== undefined, bail: options.bail ?? false }
  keepStrayErrors()
  // Below what threw are the drivers; the scenario's own line is what is shown.
  Error.stackTraceLimit = 50
  const runOne = options.drift ? (await import('../drift.ts')).runWithDrift : runScenario
  const worlds =
    options.against === undefined
      ? freshWorlds
      : await sharedWorlds(await readYamlWith(options.against, Addresses, process.env))
  const results = await runScenarios(scenarios, worlds, { ...settings, runOne }).finally(() => worlds.end())

  if (pretty) console.log(`\n${summary(results)}`)
  await writeReports(results, reporters, options)
  if (process.env.GITHUB_ACTIONS === 'true') for (const line of githubAnnotations(results)) console.log(line)
  if (results.some(({ outcome, drift = [] }) => outcome === 'failed' || drift.length > 0)) process.exitCode = 1
  endEvenIfSomethingRuns()
}

/** A line a scenario: id, tags, title. */
function list(scenarios: readonly Scenario[]): void {
  const width = Math.max(...scenarios.map(({ id }) => id.length))
  for (const { id, tags = [], title } of scenarios) console.log(`${id.padEnd(width)}  [${tags.join(' ')}]  ${title}`)
}

/** What is printed of a scenario's exchanges. */
const transcripts = {
  text: ({ exchanges, dropped }: ScenarioResult) => asText(transcriptOf(exchanges), dropped),
  mermaid: ({ exchanges, dropped }: ScenarioResult) => asMermaid(transcriptOf(exchanges), dropped),
  json: ({ id, exchanges, dropped }: ScenarioResult) => JSON.stringify({ id, exchanges, dropped }, undefined, 2),
}

/** A scenario that timed out may still hold a timer or a connection; the run is over all the same. */
function endEvenIfSomethingRuns(): void {
  setTimeout(() => process.exit(), 1000).unref()
}
