import type { Database } from '../table.ts'
import { postgresAddress } from './address.ts'
import { changesIn } from './changes.ts'
import { connectTo } from './connection.ts'
import { locksIn } from './locks.ts'
import { postgresDatabase } from './postgres-database.ts'
import { prepareSchema } from './schema.ts'

/** One schema of a PostgreSQL database, in which each server keeps its tables: those of any number of processes. */
export interface PostgresStore {
  database(server: string): Database
  close(): Promise<void>
}

export interface PostgresStoreOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME`. */
  address: string
  /** Names the key that secrets are sealed under, without telling it: a store has one. */
  sealedUnder: string
  /** Is told, in a sentence, what happened to the connection while the store is open. */
  say: (what: string) => void
}

/**
 * Opens the schema that the address names, or makes it.
 * @throws StoreUnusable when it cannot be reached, is another program's, was written by a newer version, or may not be written in
 */
export async function postgresStore({ address, sealedUnder, say }: PostgresStoreOptions): Promise<PostgresStore> {
  const place = postgresAddress(address)
  const { schema } = place
  const connection = await connectTo(place)
  try {
    await prepareSchema(connection, place, sealedUnder)
    const changes = await changesIn(schema, connection, (what) => say(`${place.shown}: ${what}`))
    const locks = locksIn(schema, connection, changes.stay)
    return {
      database: (server) => postgresDatabase({ connection, schema, changes, locks }, server),
      async close() {
        // Connections do not keep a process running, so something must until they are closed.
        const running = setInterval(() => {}, 1000)
        await changes.close()
        await connection.close()
        clearInterval(running)
      },
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}
