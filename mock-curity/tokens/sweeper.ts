import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Identified, Table } from '../../kit/table.ts'

/** A row that is of no use after `expiresAt` (epoch seconds). */
export interface Expiring extends Identified {
  readonly expiresAt: number
}

/** Keeps a table of expiring rows from growing for ever. */
export interface Sweeper<Row extends Expiring> {
  /** Notes a new row. Once a minute this removes what is due, which is to be waited for; the cost is that of the rows that go. */
  watch(row: Row): Promise<void> | undefined
  /** Notes every row of the table anew, after a restore. */
  watchAll(): Promise<void>
}

/** @param grace seconds for which an expired row stays, so that a refusal can still say that it expired */
export function sweeper<Row extends Expiring>(table: Table<Row>, clock: Clock, grace = 60): Sweeper<Row> {
  const due = new Map<number, string[]>()
  let swept = minuteOf(epochSeconds(clock))

  const note = ({ id, expiresAt }: Row) => {
    const minute = minuteOf(expiresAt + grace)
    const ids = due.get(minute)
    if (ids) ids.push(id)
    else due.set(minute, [id])
  }
  const sweep = async (now: number) => {
    for (const [minute, ids] of due) {
      if (minute >= now) continue
      due.delete(minute)
      for (const id of ids) await removeOrNote(id, now)
    }
  }
  const removeOrNote = async (id: string, now: number) => {
    const row = await table.find(id)
    if (row && minuteOf(row.expiresAt + grace) >= now) note(row)
    else await table.remove(id)
  }
  return {
    watch(row) {
      note(row)
      const now = minuteOf(epochSeconds(clock))
      if (now === swept) return undefined
      swept = now
      return sweep(now)
    },
    async watchAll() {
      due.clear()
      for (const row of await table.all()) note(row)
    },
  }
}

const minuteOf = (seconds: number) => Math.floor(seconds / 60)
