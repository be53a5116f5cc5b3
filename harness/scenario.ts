import type { Given } from './given.ts'
import type { World } from './world.ts'

/** Does one step under a name that says what happens; the report shows it with how long it took. */
export type Step = <T>(title: string, act: () => T | Promise<T>) => Promise<T>

/** One story of the whole flow: what is given, the steps, what must hold. */
export interface Scenario {
  /** Kebab-case, unique; the file is named after it. */
  id: string
  /** What happens, as a fact. */
  title: string
  /** The evidence: a section of a specification or of a fact sheet, a vendor's page, a report. */
  refs: readonly string[]
  tags?: readonly string[]
  /** How the world differs from the demo world. A world that cannot be told (the real products) skips the scenario. */
  given?: Given
  /** `levers`: uses faults, clocks, switches or states, so that it cannot run against the real products. */
  needs?: readonly 'levers'[]
  /** Where it was read from; set by whoever reads it. */
  file?: string
  /** Asserts with `node:assert`, or throws anything, when what must hold does not. */
  run(world: World, step: Step): Promise<void>
}

/** Declares a scenario, with its parts typed. */
export const scenario = (declared: Scenario): Scenario => declared
