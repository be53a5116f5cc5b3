import type { DatabaseSync } from 'node:sqlite'
import { type Journal, StoreUnusable } from './journal.ts'
import type { Identified, Snapshot } from './table.ts'

/** Marks a SQLite file as ours, and says which form its tables have. */
const applicationId = 0x64637268
const formVersion = 1

/** One SQLite file, in which each server keeps its tables. */
export interface SqliteStore {
  /** The journal of one server. */
  journal(server: string): Journal
  close(): void
}

/**
 * Opens `file`, or makes it. Writes go through SQLite's write-ahead log: what was put down survives the end of the process,
 * however it came. One process at a time writes to a file.
 * @throws StoreUnusable when it cannot be opened, is another program's, or was written by a newer version
 */
export async function sqliteStore(file: string): Promise<SqliteStore> {
  const { DatabaseSync } = await import('node:sqlite')
  const guarded = <T>(act: () => T): T => {
    try {
      return act()
    } catch (error) {
      if (error instanceof StoreUnusable) throw error
      throw new StoreUnusable(`sqlite:${file}`, withAdvice((error as Error).message))
    }
  }
  const sqlite = guarded(() => prepared(new DatabaseSync(file), file))
  return {
    journal: (server) => journalIn(sqlite, server, guarded),
    close: () => sqlite.close(),
  }
}

/** What SQLite says, and what to do about it where it says less than it could. */
const withAdvice = (message: string): string => message + (advice[message] ?? '')

const advice: Readonly<Record<string, string>> = {
  'database is locked':
    '; another process has it, and a file serves one at a time: end that one, or share postgres://…',
  'unable to open database file': '; its folder must be there, and may be written',
}

function prepared(sqlite: DatabaseSync, file: string): DatabaseSync {
  const read = (pragma: string) => Number(Object.values(sqlite.prepare(`PRAGMA ${pragma}`).get() ?? {})[0])
  const owner = read('application_id')
  const version = read('user_version')
  const tables = Number(sqlite.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n)
  if (owner !== applicationId && tables > 0) throw new StoreUnusable(`sqlite:${file}`, 'it belongs to another program')
  if (version > formVersion) {
    const why = `a newer version wrote it (form ${version}; this one reads up to ${formVersion})`
    throw new StoreUnusable(`sqlite:${file}`, why)
  }
  sqlite.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${formVersion};
    CREATE TABLE IF NOT EXISTS rows (
      position INTEGER PRIMARY KEY,
      server TEXT NOT NULL,
      name TEXT NOT NULL,
      id TEXT NOT NULL,
      row TEXT NOT NULL,
      UNIQUE (server, name, id)
    ) STRICT;
  `)
  return sqlite
}

function journalIn(sqlite: DatabaseSync, server: string, guarded: <T>(act: () => T) => T): Journal {
  const reading = sqlite.prepare('SELECT row FROM rows WHERE server = ? AND name = ? ORDER BY position')
  const putting = sqlite.prepare(`
    INSERT INTO rows (server, name, id, row) VALUES (?, ?, ?, ?)
    ON CONFLICT (server, name, id) DO UPDATE SET row = excluded.row
  `)
  const removing = sqlite.prepare('DELETE FROM rows WHERE server = ? AND name = ? AND id = ?')
  const emptying = sqlite.prepare('DELETE FROM rows WHERE server = ?')
  const put = (name: string, row: Identified) => putting.run(server, name, row.id, JSON.stringify(row))
  const fill = (tables: Snapshot) => {
    emptying.run(server)
    for (const [name, rows] of Object.entries(tables)) for (const row of rows) put(name, row)
  }
  return {
    read: (name) => guarded(() => reading.all(server, name).map(({ row }) => JSON.parse(String(row)) as Identified)),
    put: (name, row) => guarded(() => void put(name, row)),
    remove: (name, id) => guarded(() => void removing.run(server, name, id)),
    replaceAll: (tables) => guarded(() => atOnce(sqlite, () => fill(tables))),
  }
}

/** All of `act`, or nothing. */
function atOnce(sqlite: DatabaseSync, act: () => void): void {
  sqlite.exec('BEGIN IMMEDIATE')
  try {
    act()
    sqlite.exec('COMMIT')
  } catch (error) {
    sqlite.exec('ROLLBACK')
    throw error
  }
}
