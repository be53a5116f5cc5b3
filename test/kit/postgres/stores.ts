import { test as base } from 'vitest'
import { type PostgresStore, postgresStore } from '../../../kit/postgres/postgres-store.ts'
import type { Database, Table } from '../../../kit/table.ts'

export interface Client {
  id: string
  owner?: string
  name?: string
  text?: string
}

export const clients = {
  name: 'clients',
  indexes: { owner: (row: Client) => row.owner },
  unique: { name: (row: Client) => row.name },
}

/** One process, as it were: a store of its own over the same schema. */
export interface Replica {
  close(): Promise<void>
  database: Database
  table: Table<Client>
  /** What it said about its connection. */
  said: string[]
}

/** Opens replicas over an address, and closes them with the test. */
export const test = base.extend('replica', async ({}, { onCleanup }) => {
  const open = new Set<PostgresStore>()
  onCleanup(async () => void (await Promise.all(Array.from(open, (store) => store.close()))))
  return async (address: string, server = 'mock-konnect'): Promise<Replica> => {
    const said: string[] = []
    const store = await postgresStore({ address, sealedUnder: 'key', say: (what) => void said.push(what) })
    open.add(store)
    const database = store.database(server)
    return {
      ...{ database, said, table: database.table<Client>(clients) },
      async close() {
        open.delete(store)
        await store.close()
      },
    }
  }
})
