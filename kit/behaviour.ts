import type { Static, TObject, TSchema } from 'typebox'
import { accept } from './complaints.ts'
import { Quirks, type QuirksOptions } from './quirks.ts'

/**
 * How one server behaves: its switches, for what the public record leaves open or what releases of the product do differently,
 * and its quirks, for what a switch is too small for. Switches are declared as one schema whose members each carry a `default`
 * and a `description`.
 */
export interface Behaviour<Switches, Hooks = object> {
  readonly schema: TObject
  /** The switches as they stand. Read it at each use: a lever may change it between two requests. */
  readonly current: Readonly<Switches>
  /**
   * @returns resolves when the change is kept, where it outlives the process
   * @throws Complaints for an unknown switch or a value it does not take; nothing is changed then.
   */
  change(changes: unknown): void | Promise<void>
  readonly quirks: Quirks<Hooks>
  /** Back to what the server was started with, quirks too. */
  reset(): void
  /** Calls `listener` after each change, for what cannot wait until it reads `current` again. */
  onChange(listener: () => void): void
}

/** Switches at their defaults, with `start` on top. @throws Complaints */
export function behaviour<S extends TObject, Hooks = object>(
  schema: S,
  start: Partial<Static<S>> = {},
  quirksOptions: QuirksOptions<Hooks> = {},
): Behaviour<Static<S>, Hooks> {
  const checked = (switches: object) => accept(schema, switches, 'behaviour') as Static<S>
  const defaults = defaultsOf(schema)
  // The defaults stand in the schema itself: what is nothing but defaults needs no check, which a start would pay for.
  const first = Object.keys(start).length === 0 ? (defaults as Static<S>) : checked({ ...defaults, ...start })
  const listeners: (() => void)[] = []
  let current = first
  const quirks = new Quirks(quirksOptions)
  const set = (next: Static<S>) => {
    current = next
    for (const listener of listeners) listener()
  }
  return {
    schema,
    quirks,
    get current() {
      return current
    },
    change(changes) {
      set(checked({ ...(current as object), ...(changes as object) }))
    },
    reset() {
      quirks.reset()
      set(first)
    },
    onChange: (listener) => listeners.push(listener),
  }
}

/** The declared defaults of an object schema. */
export function defaultsOf(schema: TObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties as Record<string, TSchema & { default?: unknown }>)
      .filter(([, member]) => 'default' in member)
      .map(([name, member]) => [name, member.default]),
  )
}
