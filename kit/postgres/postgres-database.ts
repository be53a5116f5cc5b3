import type { Change, Counters, Database, Identified, Snapshot, TableSpec } from '../table.ts'
import type { Changes } from './changes.ts'
import type { Connection, Runs } from './connection.ts'
import { keysOf, stored } from './keys.ts'
import type { Locks } from './locks.ts'
import { PostgresTable, type Surroundings } from './postgres-table.ts'
import { statementsIn } from './statements.ts'

/** What the databases of all servers of a store stand on. */
export interface Shared {
  connection: Connection
  schema: string
  changes: Changes
  locks: Locks
}

/** Rows that go into one statement of a restore. */
const batch = 1000

/** The tables of one server in a schema that other processes may use at the same time. */
export function postgresDatabase({ connection, schema, changes, locks }: Shared, server: string): Database {
  const statements = statementsIn(schema)
  const specs = new Map<string, TableSpec<Identified>>()
  const listeners: { listener: (change: Change) => void; tables: readonly string[] | undefined }[] = []
  const tell = (change: Change) => {
    for (const { listener, tables } of listeners) if (tables?.includes(change.table) ?? true) listener(change)
  }
  const upheavals: (() => void)[] = []
  const counts: ((name: string, value: number) => void)[] = []
  changes.follow(server, {
    changed: tell,
    upheaval() {
      for (const listener of upheavals) listener()
    },
    counted(name, value) {
      for (const listener of counts) listener(name, value)
    },
  })
  const around: Surroundings = {
    ...{ connection, statements, server, tell, origin: changes.origin },
    channelFor: (table) => (listeners.some(({ tables }) => tables?.includes(table) ?? true) ? changes.channel : null),
  }
  const everyRow = `SELECT name, row FROM ${schema}.rows WHERE server = $1 ORDER BY position`

  return {
    table<Row extends Identified>(spec: TableSpec<Row>) {
      // Only its own rows are given to it.
      specs.set(spec.name, spec as unknown as TableSpec<Identified>)
      return new PostgresTable(spec, around)
    },
    onChange: (listener, tables) => void listeners.push({ listener, tables }),
    onUpheaval: (listener) => void upheavals.push(listener),
    caughtUp: changes.caughtUp,
    async snapshot() {
      const tables: Record<string, Identified[]> = Object.fromEntries([...specs.keys()].map((name) => [name, []]))
      for (const { name, row } of await connection.run({ name: 'every-row', text: everyRow }, [server])) {
        tables[String(name)]?.push(JSON.parse(String(row)) as Identified) // a table wrote it
      }
      return tables
    },
    restore: (snapshot) =>
      connection.transaction(async (on) => {
        // Of two at the same time the second replaces what the first brought.
        const restoring = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))'
        await on.run({ name: 'restoring', text: restoring }, [`${schema} ${server} restore`])
        await on.run({ name: 'empty', text: `DELETE FROM ${schema}.rows WHERE server = $1` }, [server])
        for (const [name, spec] of specs) await fill(on, spec, snapshot[name] ?? [])
        await on.run({ name: 'notify', text: 'SELECT pg_notify($1, $2)' }, [
          changes.channel,
          changes.upheavalOf(server),
        ])
      }),
    alone: (name, work) => locks.alone(`${server} ${name}`, work),
    join: (work) => locks.join(server, work),
    counters: countersOf(),
  }

  async function fill(on: Runs, spec: TableSpec<Identified>, given: Snapshot[string]): Promise<void> {
    const rows = [...new Map(given.map((row) => [row.id, row])).values()]
    for (let from = 0; from < rows.length; from += batch) {
      const part = rows.slice(from, from + batch)
      const texts = part.map((row) => JSON.stringify(row))
      const filled = await on.run(statements.fill, [server, spec.name, part.map(({ id }) => stored(id)), texts])
      const positions = new Map(filled.map(({ id, position }) => [id, position]))
      const keys = part.flatMap((row) =>
        keysOf(spec, row).map((key) => ({ ...key, of: positions.get(stored(row.id)) })),
      )
      const columns = [
        keys.map(({ of }) => of),
        keys.map(({ index }) => index),
        keys.map(({ value }) => value),
        keys.map(({ single }) => single),
      ]
      await on.run(statements.fillKeys, [server, spec.name, ...columns])
    }
  }

  function countersOf(): Counters {
    const counters = `${schema}.counters`
    const read = `SELECT value FROM ${counters} WHERE server = $1 AND name = $2`
    const next = `
      WITH counted AS (
        INSERT INTO ${counters} VALUES ($1, $2, 1)
        ON CONFLICT (server, name) DO UPDATE SET value = counters.value + 1 RETURNING value
      )
      SELECT value, pg_notify($3, concat_ws(' ', $4::text, $1::text, 'count', value, $2::text)) FROM counted`
    const valueIn = ([row]: readonly { value?: unknown }[]) => Number(row?.value ?? 0)
    return {
      read: async (name) => valueIn(await connection.run({ name: 'counter', text: read }, [server, name])),
      next: async (name) =>
        valueIn(await connection.run({ name: 'next', text: next }, [server, name, changes.channel, changes.origin])),
      onCount: (listener) => void counts.push(listener),
    }
  }
}
