import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { randomIds } from '../kit/ids.ts'
import { StoreUnusable } from '../kit/journal.ts'
import { memoryDatabase } from '../kit/memory-database.ts'
import type { Database } from '../kit/table.ts'

/** Where the servers of a process keep what they know. */
export interface Store {
  database(server: string): Database
  /** Under which mock-konnect seals secrets, where it must be the same after a restart. */
  sealingKey(): Promise<Uint8Array | undefined>
  close(): void
}

/** Forgets everything with the process. */
export const memoryStore: Store = {
  database: () => memoryDatabase(),
  sealingKey: async () => undefined,
  close() {},
}

/**
 * The store that an address names: `memory` or `sqlite:FILE`.
 * @throws StoreUnusable when there is no such kind, or it cannot be opened
 */
export async function openStore(address: string): Promise<Store> {
  if (address === 'memory') return memoryStore
  const [, file] = /^sqlite:(.+)$/.exec(address) ?? []
  if (file === undefined) throw new StoreUnusable(address, 'a store is `memory` or `sqlite:FILE`')
  const { sqliteStore } = await import('../kit/sqlite-store.ts')
  const sqlite = await sqliteStore(file)
  return {
    database: (server) => memoryDatabase(sqlite.journal(server)),
    sealingKey: async () => keyBeside(file),
    close: sqlite.close,
  }
}

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
