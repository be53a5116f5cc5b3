import { type RunOptions, runScenario, type ScenarioResult } from './runner.ts'
import type { Scenario } from './scenario.ts'
import type { WorldSource } from './worlds.ts'

export interface RunManyOptions extends RunOptions {
  /** How many run at once, each in a world of its own. */
  parallel?: number
  /** Begins no further scenario once one has failed. */
  bail?: boolean
  /** How one is run: `runWithDrift` compares with the mocks. */
  runOne?: typeof runScenario
  /** Told of each result, in the order of the scenarios. */
  tell?: (result: ScenarioResult) => void
}

/** Runs scenarios, several at once, and gives their results in the order of the scenarios. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  worlds: WorldSource,
  { parallel = 1, bail = false, runOne = runScenario, tell = () => undefined, ...options }: RunManyOptions = {},
): Promise<ScenarioResult[]> {
  const results: (ScenarioResult | undefined)[] = scenarios.map(() => undefined)
  let next = 0
  let told = 0
  let failed = false
  const work = async () => {
    while (next < scenarios.length && !(bail && failed)) {
      const at = next++
      const scenario = scenarios[at]
      if (!scenario) return
      const result = await runOne(scenario, worlds, options)
      results[at] = result
      failed ||= result.outcome === 'failed'
      for (let ready = results[told]; ready; ready = results[++told]) tell(ready)
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, scenarios.length) }, work))
  return results.filter((result) => result !== undefined)
}
