import type { Reply } from './drivers/caller.ts'
import { type Difference, differences } from './replay/differences.ts'
import { type RunOptions, runScenario, type ScenarioResult } from './runner.ts'
import type { Scenario } from './scenario.ts'
import { freshWorlds, type WorldSource } from './worlds.ts'

/** Where servers elsewhere answer otherwise than the mocks: `expected` is what a mock does. */
export interface Drift extends Difference {
  /** `POST /oauth/v2/oauth-token`: method and path, ids left out. */
  call: string
}

/** Runs a scenario at servers elsewhere, then at mocks in this process, and compares what the drivers were answered. */
export async function runWithDrift(
  scenario: Scenario,
  worlds: WorldSource,
  options: RunOptions = {},
): Promise<ScenarioResult> {
  const here: Reply[] = []
  const result = await runScenario(scenario, worlds, { ...options, heard: (reply) => here.push(reply) })
  if (result.outcome === 'skipped') return result
  const mocks: Reply[] = []
  const { limit } = options
  const { outcome, why } = await runScenario(scenario, freshWorlds, {
    ...(limit !== undefined && { limit }),
    heard: (reply) => mocks.push(reply),
  })
  if (outcome === 'failed') return { ...result, outcome, why: `at the mocks themselves: ${why}` }
  return { ...result, drift: driftBetween(mocks, here) }
}

/**
 * Differences call by call, in the order of the calls. Where the two runs no longer make the same calls, that is the last difference: what
 * comes after cannot be compared.
 */
export function driftBetween(mocks: readonly Reply[], here: readonly Reply[]): Drift[] {
  const drift: Drift[] = []
  for (const [at, mock] of mocks.entries()) {
    const reply = here[at]
    const call = callOf(mock)
    if (reply === undefined || methodOf(reply) !== methodOf(mock)) {
      const actual = reply === undefined ? '(no further call)' : callOf(reply)
      return [...drift, { call, where: 'the call itself', expected: call, actual }]
    }
    drift.push(...differences(answerOf(mock), answerOf(reply)).map((difference) => ({ call, ...difference })))
  }
  const [extra] = here.slice(mocks.length)
  if (extra)
    drift.push({ call: callOf(extra), where: 'the call itself', expected: '(no further call)', actual: callOf(extra) })
  return drift
}

const answerOf = ({ status, headers, text }: Reply) => ({ status, headers, body: text })

const methodOf = ({ call }: Reply): string => call.split(' ', 1)[0] ?? ''

/** Method and path as they are the same from run to run. Paths of identity providers are their own, so only mocks' are shown. */
function callOf({ call }: Reply): string {
  const [method = '', url = ''] = call.split(' ')
  return `${method} ${new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, ':id')}`
}
