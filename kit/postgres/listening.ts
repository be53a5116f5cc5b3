import type { Client } from 'pg'
import type { Connection } from './connection.ts'

/** A connection that stays, on which the database tells what others notify. */
export interface Listening {
  readonly connected: boolean
  /** Holds the lock of this name, shared, for as long as it is connected. */
  stay(name: string): Promise<void>
  close(): Promise<void>
}

export interface ListeningOptions {
  connection: Connection
  channel: string
  /** Is given what somebody notified. */
  hear: (payload: string) => void
  /** Connected again: what was notified meanwhile is lost. */
  back: () => void
  /** Is told, in a sentence, what happened to the connection. */
  say: (what: string) => void
}

/** How long to wait before connecting again, ms: at first, and at most. */
const pause = { first: 100, most: 5000 }

/** Listens, and connects again whenever the connection falls. @throws StoreUnusable when it cannot listen now */
export async function listening(options: ListeningOptions): Promise<Listening> {
  const { connection, channel, hear, back, say } = options
  const staying = new Set<string>()
  let closed = false
  let client: Client | undefined

  async function connect(): Promise<void> {
    const fresh = await connection.standing()
    fresh.on('notification', ({ payload = '' }) => hear(payload))
    fresh.on('error', () => {}) // its end comes with it
    try {
      await fresh.query(`LISTEN ${channel}`)
      for (const name of staying) await shareLock(fresh, name)
    } catch (error) {
      await fresh.end().catch(() => {}) // it may have fallen
      throw connection.failure(error)
    }
    client = fresh
    fresh.once('end', () => {
      client = undefined
      if (!closed) void again()
    })
  }

  async function again(): Promise<void> {
    say('the connection fell; connecting again')
    for (let wait = pause.first; !closed; wait = Math.min(wait * 2, pause.most)) {
      await new Promise((resolve) => setTimeout(resolve, wait).unref())
      const failed = await connect().catch(() => true) // said already
      if (failed) continue
      say('connected again')
      return back()
    }
  }

  await connect()
  return {
    get connected() {
      return client !== undefined
    },
    async stay(name) {
      staying.add(name)
      if (client) await shareLock(client, name)
    },
    async close() {
      closed = true
      await client?.end().catch(() => {}) // it may have fallen
    },
  }
}

const shareLock = (client: Client, name: string) =>
  client.query('SELECT pg_advisory_lock_shared(hashtextextended($1, 0))', [name])
