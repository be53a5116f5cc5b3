import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { ErrorLog } from '../kit/error-log.ts'
import { randomIds } from '../kit/ids.ts'
import { StoreUnusable } from '../kit/journal.ts'
import { memoryDatabase } from '../kit/memory-database.ts'
import { seals } from '../kit/seal.ts'
import type { Database } from '../kit/table.ts'

/** Where the servers of a process keep what they know. */
export interface Store {
  database(server: string): Database
  /** Under which servers seal what nobody may read in the store; undefined where it ends with the process. */
  sealingKey(): Promise<Uint8Array | undefined>
  close(): void | Promise<void>
}

/** Forgets everything with the process. */
export const memoryStore: Store = {
  database: () => memoryDatabase(),
  sealingKey: async () => undefined,
  close() {},
}

/**
 * The store that an address names: `memory`, `sqlite:FILE` or `postgres://…`.
 * @param sealingKey for a store that several processes share: 32 bytes as hex (`STORE_SEALING_KEY`)
 * @throws StoreUnusable when there is no such kind, or it cannot be opened
 */
export async function openStore(address: string, sealingKey?: string): Promise<Store> {
  if (address === 'memory') return memoryStore
  if (address.startsWith('sqlite:') && address !== 'sqlite:') return sqliteFile(address.slice('sqlite:'.length))
  if (/^postgres(ql)?:/.test(address)) return postgres(address, sealingKey)
  const { withoutPassword } = await import('../kit/postgres/address.ts')
  const kinds = 'a store is `memory`, `sqlite:FILE` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`'
  throw new StoreUnusable(withoutPassword(address), kinds)
}

async function sqliteFile(file: string): Promise<Store> {
  const { sqliteStore } = await import('../kit/sqlite-store.ts')
  const sqlite = await sqliteStore(file)
  return {
    database: (server) => memoryDatabase(sqlite.journal(server)),
    sealingKey: async () => keyBeside(file),
    close: sqlite.close,
  }
}

/** Whoever gets the database alone reads no secret in it: the key comes from elsewhere, and is the same for every process. */
async function postgres(address: string, sealingKey: string | undefined): Promise<Store> {
  const [{ postgresStore }, { postgresAddress }] = await Promise.all([
    import('../kit/postgres/postgres-store.ts'),
    import('../kit/postgres/address.ts'),
  ])
  const { shown } = postgresAddress(address)
  if (sealingKey === undefined) throw new StoreUnusable(shown, keyMissing)
  const key = Buffer.from(sealingKey, 'hex')
  const log = new ErrorLog('store')
  const store = await postgresStore({
    address,
    sealedUnder: seals(key).derive('the name of the key'),
    say: (what) => log.error(what),
  })
  return { ...store, sealingKey: async () => key }
}

const keyMissing =
  'secrets in it are sealed under a key that does not lie beside them; set STORE_SEALING_KEY to 32 bytes as hex (openssl rand -hex 32), the same for every replica'

/**
 * The key that lies beside the file, drawn when the file is new: whoever gets the file alone, in a backup or a bug report, reads no
 * secret of an identity provider.
 */
function keyBeside(file: string): Buffer {
  const keyFile = `${file}.key`
  try {
    if (!existsSync(keyFile)) writeFileSync(keyFile, randomIds.hex('sealing-key', 32), { mode: 0o600 })
    const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex')
    if (key.length === 32) return key
  } catch (error) {
    throw new StoreUnusable(`sqlite:${file}`, (error as Error).message)
  }
  throw new StoreUnusable(`sqlite:${file}`, `${keyFile} holds no key of 32 bytes as hex`)
}
