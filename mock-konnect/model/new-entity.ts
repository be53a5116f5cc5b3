import { type Clock, isoTime } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Entity } from './common.ts'

/** Id and times of something that is made now (`konnect.md` 1.6). */
export function newEntity({ clock, ids }: { clock: Clock; ids: Ids }, kind: string): Entity {
  const now = isoTime(clock)
  return { id: ids.uuid(kind), created_at: now, updated_at: now }
}

/** `changes` without the members that are undefined: what was not sent does not change. */
export const given = <T extends object>(changes: T): Given<T> =>
  // Exactly the members whose value is undefined go.
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Given<T>

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
