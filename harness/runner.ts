import type { Exchange } from '../kit/exchanges.ts'
import { atPlace, type Trace, TracePlace } from '../kit/trace-context.ts'
import type { Drift } from './drift.ts'
import type { Heard } from './drivers/caller.ts'
import { closingWhatIsLeft } from './left-open.ts'
import type { Scenario } from './scenario.ts'
import { hearingStrayErrors } from './stray-errors.ts'
import { explain, leftBy, looseEnds, unawaited } from './why-failed.ts'
import type { World } from './world.ts'
import type { WorldSource } from './worlds.ts'

export interface StepResult {
  title: string
  ms: number
  outcome: 'done' | 'failed'
  /** The step's own span: exchanges that it set off have it as their parent. */
  trace: Trace
}

export interface ScenarioResult {
  id: string
  title: string
  refs: readonly string[]
  /** Where it stands, from the folder of the call. */
  file?: string
  outcome: 'passed' | 'failed' | 'skipped'
  ms: number
  steps: StepResult[]
  /** Why it failed or was skipped. */
  why?: string
  /** Of a failure: what the servers refused meanwhile, each with its reason. */
  refusals: Exchange[]
  /** Every call of every hop; of a scenario that passed only when they were asked for. */
  exchanges: Exchange[]
  /** How many went before these, and are no longer kept. */
  dropped?: number
  trace: Trace
  /** Where answers differ from those of the mocks; only of a run that compares. */
  drift?: readonly Drift[]
}

export interface RunOptions {
  /** Keep the exchanges of scenarios that pass, too. */
  keepExchanges?: boolean
  /** How long a scenario may take, in ms; default 30 s. */
  limit?: number
  /** Told of what the scenario's drivers are answered. */
  heard?: Heard | undefined
}

/** Runs one scenario in a fresh world. Never throws: whatever goes wrong is the result. */
export async function runScenario(
  scenario: Scenario,
  worlds: WorldSource,
  { keepExchanges = false, limit = 30_000, heard }: RunOptions = {},
): Promise<ScenarioResult> {
  const { id, title, refs, file } = scenario
  const started = performance.now()
  const place = new TracePlace()
  const steps: StepResult[] = []
  const result = (outcome: ScenarioResult['outcome'], why?: string, kept: Kept = { exchanges: [] }): ScenarioResult => {
    const { exchanges } = kept
    const refusals = outcome === 'failed' ? exchanges.filter(({ reason }) => reason) : []
    const common = { id, title, refs, ...(file !== undefined && { file }) }
    const ms = performance.now() - started
    return { ...common, outcome, ms, steps, refusals, ...kept, trace: place.trace, ...(why && { why }) }
  }

  const reason = worlds.cannotRun(scenario)
  if (reason) return result('skipped', reason)
  try {
    const world = await worlds.open(scenario, heard)
    const left: string[] = []
    const stray: unknown[] = []
    const underWay = new Set<string>()
    try {
      const run = () => atPlace(place, () => inTime(scenario.run(world, stepsInto(steps, place, underWay)), limit))
      const heedful = () => hearingStrayErrors((error) => stray.push(error), run)
      await closingWhatIsLeft(heedful, (addresses) => left.push(...addresses))
      // A rejection is known to be nobody's once everything that was ready has had its turn.
      await new Promise(setImmediate)
      const why = leftBy(left) ?? unawaited(scenario, stray, underWay) ?? (await looseEnds(scenario, world, worlds))
      if (why) return result('failed', why, await exchangesOf(world))
      return result('passed', undefined, keepExchanges ? await exchangesOf(world) : undefined)
    } catch (error) {
      const why = [explain(scenario, error), unawaited(scenario, stray), leftBy(left)].filter(Boolean).join('\n')
      return result('failed', why, await exchangesOf(world))
    } finally {
      await worlds.shut(world)
    }
  } catch (error) {
    return result('failed', explain(scenario, error))
  }
}

/** @param underWay the titles of steps that have begun and not ended */
function stepsInto(steps: StepResult[], scenario: TracePlace, underWay: Set<string>) {
  return async <T>(title: string, act: () => T | Promise<T>): Promise<T> => {
    const started = performance.now()
    const place = new TracePlace(scenario.outgoing)
    const done = (outcome: StepResult['outcome']) => {
      underWay.delete(title)
      steps.push({ title, ms: performance.now() - started, outcome, trace: place.trace })
    }
    underWay.add(title)
    try {
      const value = await atPlace(place, act)
      done('done')
      return value
    } catch (error) {
      done('failed')
      throw error
    }
  }
}

async function inTime(run: Promise<void>, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${limit / 1000} s`)), limit)
  })
  await Promise.race([run, late]).finally(() => clearTimeout(timer))
}

type Kept = Pick<ScenarioResult, 'exchanges' | 'dropped'>

/** What the servers told; nothing where there are no levers. */
async function exchangesOf({ levers }: World): Promise<Kept> {
  try {
    const [exchanges, dropped] = await Promise.all([levers.exchanges(), levers.dropped()])
    return { exchanges, ...(dropped > 0 && { dropped }) }
  } catch {
    return { exchanges: [] }
  }
}
