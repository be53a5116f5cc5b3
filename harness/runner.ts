import { Complaints } from '../kit/complaints.ts'
import type { Exchange } from '../kit/exchanges.ts'
import { atPlace, type Trace, TracePlace } from '../kit/trace-context.ts'
import type { Drift } from './drift.ts'
import type { Heard } from './drivers/caller.ts'
import { closingWhatIsLeft } from './left-open.ts'
import type { Scenario } from './scenario.ts'
import { unusedFaults } from './unused-faults.ts'
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
    try {
      const run = () => atPlace(place, () => inTime(scenario.run(world, stepsInto(steps, place)), limit))
      await closingWhatIsLeft(run, (addresses) => left.push(...addresses))
      const why = leftBy(left) ?? (await loose(scenario, world))
      if (why) return result('failed', why, await exchangesOf(world))
      return result('passed', undefined, keepExchanges ? await exchangesOf(world) : undefined)
    } catch (error) {
      return result('failed', [explain(error), leftBy(left)].filter(Boolean).join('\n'), await exchangesOf(world))
    } finally {
      await worlds.shut(world)
    }
  } catch (error) {
    return result('failed', explain(error))
  }
}

function stepsInto(steps: StepResult[], scenario: TracePlace) {
  return async <T>(title: string, act: () => T | Promise<T>): Promise<T> => {
    const started = performance.now()
    const place = new TracePlace(scenario.outgoing)
    const done = (outcome: StepResult['outcome']) =>
      steps.push({ title, ms: performance.now() - started, outcome, trace: place.trace })
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

const leftBy = (addresses: readonly string[]): string | undefined =>
  addresses.length > 0 ? `it left servers listening: ${addresses.join(', ')}` : undefined

/** What a scenario left that makes it prove less than it says: faults nobody hit, requests nobody answers. */
async function loose({ needs }: Scenario, world: World): Promise<string | undefined> {
  if (!needs?.includes('levers')) return undefined
  const unused = await unusedFaults(world)
  if (unused.length)
    return `armed but never hit: ${unused.map(({ endpoint, route, kind }) => `${endpoint ?? route} (${kind})`).join(', ')}`
  const unmatched = (await world.levers.exchanges({ route: 'unmatched' })).filter(({ reason }) => !reason)
  if (unmatched.length === 0) return undefined
  return `no server answers ${unmatched.map(({ server, request }) => `${request.method} ${request.url} (${server})`).join(', ')}`
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

/** The error in words: an assertion with both sides, a refusal with its advice, anything else with where it was thrown. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AssertionError' || error instanceof Complaints) return error.message
  const place = error.stack?.split('\n').find((line) => line.includes('scenarios') || line.includes('file:'))
  return [error.message, place?.trim()].filter(Boolean).join('\n')
}
