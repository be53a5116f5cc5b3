import { StoreUnusable } from '../kit/journal.ts'
import { type Sealed, seals } from '../kit/seal.ts'
import { type Change, type Database, type Identified, put } from '../kit/table.ts'

/** The table of what a server keeps of itself, a row each: no part of the tables in its state document. */
export const keptTable = 'kept'

/** One thing that changes while the server runs, and outlives it where its database does. */
export interface Kept<V> {
  /**
   * Undefined: it is as the start had it. What it is, the caller checks: another version may have written it.
   * @throws StoreUnusable when it was sealed under another key
   */
  read(): Promise<unknown>
  /** Done when it stands there. @throws StoreUnusable */
  keep(value: V): Promise<void>
  /** What another process that shares the database kept, when `change` tells of that. @throws StoreUnusable as `read` does */
  keptElsewhere(change: Change): { value: unknown } | undefined
}

interface Row extends Identified {
  content: string
}

/**
 * What a server keeps of itself in its database: the configuration as it was changed, the keys as they were rotated. Both hold
 * secrets, so they are sealed. A restore of the database to nothing forgets them.
 * @param sealingKey default: rows are in clear, for a database that ends with the process
 */
export function keptIn(database: Database, sealingKey: Uint8Array | undefined): <V>(id: string) => Kept<V> {
  const table = database.table<Row>({ name: keptTable })
  const seal = sealingKey && seals(sealingKey)
  const opened = ({ id, content }: Row): unknown => {
    try {
      return JSON.parse(seal ? seal.open(content as Sealed) : content) // `keep` wrote it
    } catch {
      throw new StoreUnusable('of mock-curity', `its ${id} was sealed under another key`)
    }
  }
  return <V>(id: string): Kept<V> => ({
    async read() {
      const row = await table.find(id)
      return row && opened(row)
    },
    async keep(value) {
      const text = JSON.stringify(value)
      await put(table, { id, content: seal ? seal.seal(text) : text })
    },
    keptElsewhere({ row, elsewhere }) {
      return elsewhere && row?.id === id ? { value: opened(row as Row) } : undefined // the table has rows of this kind alone
    },
  })
}
