import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Addresses } from '../addresses.ts'
import { junit } from '../reporters/junit.ts'
import { describe, summary } from '../reporters/pretty.ts'
import { runScenario, type ScenarioResult } from '../runner.ts'
import { select } from '../selection.ts'
import { readYaml } from '../settings.ts'
import { freshWorlds, sharedWorlds } from '../worlds.ts'

interface RunOptions {
  against?: string
  reporter: 'pretty' | 'json' | 'junit'
  json?: boolean
}

/** `dcr-harness run`. @throws Complaints for names and files that are wrong */
export async function run(names: string[], { against, reporter, json }: RunOptions): Promise<void> {
  const kind = json ? 'json' : reporter
  const scenarios = await select(names, shippedScenarios())
  const worlds = against === undefined ? freshWorlds : await sharedWorlds(await readYaml(against, Addresses))
  const results: ScenarioResult[] = []
  try {
    for (const scenario of scenarios) {
      const result = await runScenario(scenario, worlds)
      results.push(result)
      if (kind === 'pretty') console.log(describe(result))
    }
  } finally {
    await worlds.end()
  }
  console.log(closings[kind](results))
  if (results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1
}

/** What is printed when the run is over. */
const closings = {
  pretty: (results: readonly ScenarioResult[]) => `\n${summary(results)}`,
  json: (results: readonly ScenarioResult[]) => JSON.stringify({ results }, undefined, 2),
  junit,
}

/** The scenarios of the package: beside this file once it is bundled, at the top of the tree in a clone. */
function shippedScenarios(): string {
  const [bundled, source] = ['./scenarios/', '../../scenarios/'].map((at) =>
    fileURLToPath(new URL(at, import.meta.url)),
  )
  return bundled !== undefined && existsSync(bundled) ? bundled : (source ?? '')
}
