import { createHash } from 'node:crypto'
import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Database } from '../../kit/table.ts'

/** Where the configuration of a control plane stands. Times are epoch seconds, as the published hash answer has them. */
export interface Position {
  version: number
  hash: string
  created_at: number
  updated_at: number
}

/** The positions of all control planes. Versions are counted by all who share the database together. */
export interface Positions {
  at(controlPlaneId: string): Promise<Position>
  /** Those that were asked for or changed in this process. */
  known(): ReadonlyMap<string, Position>
  /** The next version, which nobody else gets. */
  advance(controlPlaneId: string): Promise<Position>
  /** Somebody else has the next version. Undefined when this process knows a later one. */
  follow(controlPlaneId: string, version: number): Position | undefined
  forget(controlPlaneId: string): void
  /** Calls `listener` when somebody else gets a version. */
  onFollow(listener: (controlPlaneId: string, version: number) => void): void
}

const counterOf = (id: string) => `configuration ${id}`
const first = 1

/** The positions that `database` counts. */
export function positionsIn({ counters }: Database, clock: Clock): Positions {
  const known = new Map<string, Position>()
  const put = (id: string, version: number): Position => {
    const now = epochSeconds(clock)
    const created_at = known.get(id)?.created_at ?? now
    const position = { version, hash: hashOf(id, version), created_at, updated_at: now }
    known.set(id, position)
    return position
  }
  return {
    at: async (id) => known.get(id) ?? put(id, first + (await counters.read(counterOf(id)))),
    known: () => known,
    advance: async (id) => put(id, first + (await counters.next(counterOf(id)))),
    follow: (id, version) => (version > (known.get(id)?.version ?? 0) ? put(id, version) : undefined),
    forget: (id) => void known.delete(id),
    onFollow(listener) {
      counters.onCount((name, value) => {
        if (name.startsWith(counterOf(''))) listener(name.slice(counterOf('').length), first + value)
      })
    },
  }
}

/** 32 hex digits, a function of control plane and version alone. */
const hashOf = (id: string, version: number): string => createHash('md5').update(`${id} ${version}`).digest('hex')
