import type { OneAtATime } from '../one-at-a-time.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import type { Connection, Runs } from './connection.ts'

/** What one process keeps the others from. The database lets go of all of it when the process ends, however that came. */
export interface Locks {
  alone: OneAtATime
  /** As `Database.join`, for one server. */
  join(server: string, work: (first: boolean) => Promise<void>): Promise<void>
}

const key = 'hashtextextended($1, 0)'
const lock = { name: 'lock-name', text: `SELECT pg_advisory_lock(${key})` }
const unlock = { name: 'unlock-name', text: `SELECT pg_advisory_unlock(${key})` }
const tryLock = { name: 'try-lock-name', text: `SELECT pg_try_advisory_lock(${key}) AS got` }

/**
 * Locks by name, within a schema.
 * @param stay says, on a connection that stays, that this process serves: the lock of this name, shared
 */
export function locksIn(schema: string, connection: Connection, stay: (name: string) => Promise<void>): Locks {
  // One of this process at a time asks for a name: a connection is held by whoever waits for it.
  const inTurn = oneAtATime()
  const whileLocked = <T>(name: string, work: (on: Runs) => Promise<T>): Promise<T> =>
    inTurn(name, () =>
      connection.held(async (on) => {
        await on.run(lock, [`${schema} ${name}`])
        try {
          return await work(on)
        } finally {
          await on.run(unlock, [`${schema} ${name}`])
        }
      }),
    )
  return {
    alone: (name, work) => whileLocked(`alone ${name}`, work),
    join: (server, work) =>
      whileLocked(`${server} entrance`, async (on) => {
        const present = `${schema} ${server} present`
        const [{ got } = {}] = await on.run(tryLock, [present])
        if (got === true) await on.run(unlock, [present])
        await work(got === true)
        await stay(present)
      }),
  }
}
