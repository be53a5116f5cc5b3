import type { Client, ClientConfig, Pool, PoolClient } from 'pg'
import { StoreUnusable } from '../journal.ts'
import type { PostgresAddress } from './address.ts'

/** A row of an answer; each statement knows its own columns. */
export type Answer = Record<string, unknown>

/** What runs statements: the pool, or one connection of it within a transaction. */
export interface Runs {
  /** @throws StoreUnusable; Refused when a constraint stands against it */
  run(statement: Statement, values?: readonly unknown[]): Promise<Answer[]>
}

/** Named, so that a connection plans it once. */
export interface Statement {
  name: string
  text: string
}

/** Connections to one database. */
export interface Connection extends Runs {
  /** All of `work`, or nothing. Does it again when the database gave up on it in favour of another. */
  transaction<T>(work: (on: Runs) => Promise<T>): Promise<T>
  /** A connection of its own while `work` runs, for as long as that takes. */
  held<T>(work: (on: Runs) => Promise<T>): Promise<T>
  /** A connection that stays: it does not keep the process running. @throws StoreUnusable */
  standing(): Promise<Client>
  /** What the library threw, as one of ours. */
  failure(error: unknown): Error
  close(): Promise<void>
}

/** A constraint of the database stands against it. */
export class Refused extends Error {
  readonly constraint: string
  constructor(constraint: string) {
    super(`refused by ${constraint}`)
    this.constraint = constraint
  }
}

/** How long to wait until connected, for a connection that others use, and for an answer, ms. */
const patience = { connect: 5000, free: 60_000, answer: 30_000 }

const uniqueViolation = '23505'
const givenUpCodes = ['40P01', '40001']

/** Deadlock, or a conflict of two transactions: nothing was done, and it may be tried again. */
class GivenUp extends StoreUnusable {}

const begin: Statement = { name: 'begin', text: 'BEGIN' }
const commit: Statement = { name: 'commit', text: 'COMMIT' }

/** Loads the library. Nothing is connected before it is used. */
export async function connectTo({ connection, shown }: PostgresAddress): Promise<Connection> {
  const { default: pg } = await import('pg')
  const settings = { connectionString: connection, keepAlive: true }
  /** A pool has one limit for its own queue and for its clients, which are to connect sooner. */
  class Connecting extends pg.Client {
    constructor(given: ClientConfig = settings) {
      super({ ...given, connectionTimeoutMillis: patience.connect })
    }
  }
  const pooled = {
    ...{ ...settings, Client: Connecting, max: 10 },
    ...{ connectionTimeoutMillis: patience.free, allowExitOnIdle: true },
  }
  const pool = new pg.Pool({ ...pooled, query_timeout: patience.answer })
  // Whoever holds one of these waits for other work, which must get a connection all the same.
  const holding = new pg.Pool(pooled)
  // An idle connection that falls is no matter: the next use makes a new one.
  for (const one of [pool, holding]) one.on('error', () => {})

  const failure = (error: unknown): Error => {
    const { code, constraint } = error as { code?: string; constraint?: string } // the library's errors may have these
    if (code === uniqueViolation && constraint !== undefined) return new Refused(constraint)
    if (code !== undefined && givenUpCodes.includes(code)) return new GivenUp(shown, reasonOf(error))
    return new StoreUnusable(shown, reasonOf(error))
  }
  const onOne = async <T>(from: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await from.connect().catch((error) => {
      throw failure(error)
    })
    let fallen: Error | undefined
    const fall = (error: Error) => {
      fallen = error
    }
    client.on('error', fall)
    try {
      return await work(client)
    } finally {
      client.off('error', fall)
      client.release(fallen)
    }
  }
  const runsOn = (client: Pick<Pool, 'query'> | PoolClient): Runs => ({
    async run(statement, values = []) {
      try {
        return (await client.query({ ...statement, values: [...values] })).rows as Answer[] // one row is one object
      } catch (error) {
        throw failure(error)
      }
    },
  })
  const once = <T>(work: (on: Runs) => Promise<T>): Promise<T> =>
    onOne(pool, async (client) => {
      const on = runsOn(client)
      try {
        await on.run(begin)
        const done = await work(on)
        await on.run(commit)
        return done
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {}) // the connection is gone, and its transaction with it
        throw error
      }
    })

  return {
    ...runsOn(pool),
    failure,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(work)
        } catch (error) {
          if (attempt === 5 || !(error instanceof GivenUp)) throw error
        }
      }
    },
    held: (work) => onOne(holding, (client) => work(runsOn(client))),
    async standing() {
      const client = new Connecting({ ...settings, query_timeout: patience.answer })
      try {
        await client.connect()
      } catch (error) {
        throw failure(error)
      }
      ;(client as unknown as { unref(): void }).unref() // the library has it, its types do not
      return client
    },
    close: async () => void (await Promise.all([pool.end(), holding.end()])),
  }
}

/** In one line. A host with several addresses gives an error for each. */
function reasonOf(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: readonly Error[] } // any error has some of these
  const [line = ''] = (message || errors?.[0]?.message || code || 'it does not answer').split('\n')
  return line
}
