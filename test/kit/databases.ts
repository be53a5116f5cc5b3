import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryDatabase } from '../../kit/memory-database.ts'
import { postgresStore } from '../../kit/postgres/postgres-store.ts'
import { sqliteStore } from '../../kit/sqlite-store.ts'
import type { Database } from '../../kit/table.ts'
import { noPostgres, startPostgres, type TestPostgres } from './postgres/server.ts'

/** A kind of database, for tests that hold for all of them. */
export interface DatabaseKind {
  title: string
  /** Whether it cannot be had here. */
  missing: boolean
  /** One that is empty. */
  open(): Promise<{ database: Database; close(): void | Promise<void> }>
}

/** The kinds, and what ends what they started. */
export function databaseKinds(): { kinds: readonly DatabaseKind[]; end(): Promise<void> } {
  let server: Promise<TestPostgres> | undefined
  let schemas = 0
  return {
    kinds: [
      { title: 'in memory', missing: false, open: async () => ({ database: memoryDatabase(), close: () => {} }) },
      { title: 'in memory over a SQLite file', missing: false, open: overSqlite },
      {
        title: `in PostgreSQL${noPostgres ? ` (skipped: ${noPostgres})` : ''}`,
        missing: noPostgres !== undefined,
        async open() {
          server ??= startPostgres()
          const address = `postgres://postgres@127.0.0.1:${(await server).port}/postgres?schema=table_${++schemas}`
          const store = await postgresStore({ address, sealedUnder: 'key', say: console.error })
          return { database: store.database('mock-curity'), close: store.close }
        },
      },
    ],
    end: async () => (await server)?.stop(),
  }
}

async function overSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'table-'))
  const store = await sqliteStore(join(folder, 'state.db'))
  return {
    database: memoryDatabase(store.journal('mock-curity')),
    close() {
      store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
