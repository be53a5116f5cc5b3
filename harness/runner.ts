import { Complaints } from '../kit/complaints.ts'
import type { Exchange } from '../kit/exchanges.ts'
import type { Scenario } from './scenario.ts'
import type { World } from './world.ts'
import type { WorldSource } from './worlds.ts'

export interface StepResult {
  title: string
  ms: number
  outcome: 'done' | 'failed'
}

export interface ScenarioResult {
  id: string
  title: string
  refs: readonly string[]
  outcome: 'passed' | 'failed' | 'skipped'
  ms: number
  steps: StepResult[]
  /** Why it failed or was skipped. */
  why?: string
  /** Of a failure: what the servers refused meanwhile, each with its reason. */
  refusals: Exchange[]
}

const limit = 30_000

/** Runs one scenario in a fresh world. Never throws: whatever goes wrong is the result. */
export async function runScenario(scenario: Scenario, worlds: WorldSource): Promise<ScenarioResult> {
  const { id, title, refs } = scenario
  const started = performance.now()
  const steps: StepResult[] = []
  const result = (outcome: ScenarioResult['outcome'], why?: string, refusals: Exchange[] = []): ScenarioResult => {
    return { id, title, refs, outcome, ms: performance.now() - started, steps, refusals, ...(why && { why }) }
  }

  const reason = worlds.cannotRun(scenario)
  if (reason) return result('skipped', reason)
  try {
    const world = await worlds.open(scenario)
    try {
      await inTime(scenario.run(world, stepsInto(steps)))
      const leftover = await loose(scenario, world)
      return leftover ? result('failed', leftover) : result('passed')
    } catch (error) {
      return result('failed', explain(error), await refusals(world))
    } finally {
      await worlds.shut(world)
    }
  } catch (error) {
    return result('failed', explain(error))
  }
}

function stepsInto(steps: StepResult[]) {
  return async <T>(title: string, act: () => T | Promise<T>): Promise<T> => {
    const started = performance.now()
    const done = (outcome: StepResult['outcome']) => steps.push({ title, ms: performance.now() - started, outcome })
    try {
      const value = await act()
      done('done')
      return value
    } catch (error) {
      done('failed')
      throw error
    }
  }
}

async function inTime(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${limit / 1000} s`)), limit)
  })
  await Promise.race([run, late]).finally(() => clearTimeout(timer))
}

/** What a scenario left that makes it prove less than it says: faults nobody hit, requests nobody answers. */
async function loose({ needs }: Scenario, { levers }: World): Promise<string | undefined> {
  if (!needs?.includes('levers')) return undefined
  const servers = ['curity', 'konnect', 'gateway'] as const
  const armed = (await Promise.all(servers.map((server) => levers.faults(server)))).flat()
  const unused = armed.filter(({ hits }) => hits === 0)
  if (unused.length)
    return `armed but never hit: ${unused.map(({ endpoint, route, kind }) => `${endpoint ?? route} (${kind})`).join(', ')}`
  const unmatched = (await levers.exchanges({ route: 'unmatched' })).filter(({ reason }) => !reason)
  if (unmatched.length === 0) return undefined
  return `no server answers ${unmatched.map(({ server, request }) => `${request.method} ${request.url} (${server})`).join(', ')}`
}

async function refusals({ levers }: World): Promise<Exchange[]> {
  const exchanges = await levers.exchanges().catch(() => [])
  return exchanges.filter(({ reason }) => reason)
}

/** The error in words: an assertion with both sides, a refusal with its advice, anything else with where it was thrown. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'AssertionError' || error instanceof Complaints) return error.message
  const place = error.stack?.split('\n').find((line) => line.includes('scenarios') || line.includes('file:'))
  return [error.message, place?.trim()].filter(Boolean).join('\n')
}
