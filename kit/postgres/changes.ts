import { randomIds } from '../ids.ts'
import { StoreUnusable } from '../journal.ts'
import type { Change, Identified } from '../table.ts'
import type { Connection } from './connection.ts'
import { listening } from './listening.ts'

/** What other processes do to the same schema, as it comes in. */
export interface Changes {
  /** The name of this process among those that share the schema. */
  readonly origin: string
  readonly channel: string
  /** What to notify when a server's tables were replaced. */
  upheavalOf(server: string): string
  follow(server: string, listener: Follower): void
  caughtUp(): Promise<void>
  /** Holds the lock of this name, shared, from now on. */
  stay(name: string): Promise<void>
  close(): Promise<void>
}

/** Is told what others do to one server's tables. */
export interface Follower {
  changed(change: Change): void
  /** Everything may be different. */
  upheaval(): void
  counted(name: string, value: number): void
}

/** For how long a change is there to be read, and how often old ones go, ms. */
const age = "interval '10 minutes'"
const pruneEvery = 60_000
/** How long what this process says itself may take to come back, ms. */
const echoTime = 10_000

const echoing = { name: 'echo', text: 'SELECT pg_notify($1, $2)' }

/**
 * Follows what others do. A notification is too small for a row (8,000 bytes), so it says where the change is to be read:
 * `<origin> <server> <sequence>`, or `count <value> <name>`, `upheaval`, `echo` in its place.
 * @param say is told, in a sentence, what happened to the connection
 * @throws StoreUnusable when it cannot listen now
 */
export async function changesIn(schema: string, connection: Connection, say: (what: string) => void): Promise<Changes> {
  const origin = randomIds.hex('store-process', 8)
  const followers = new Map<string, Follower>()
  const echoes = new Map<string, () => void>()
  const reading = {
    name: 'changes',
    text: `SELECT sequence, name, row, before FROM ${schema}.changes WHERE sequence = ANY($1::bigint[])`,
  }
  const pruning = { name: 'prune', text: `DELETE FROM ${schema}.changes WHERE made < now() - ${age}` }
  let unread: { server: string; sequence: string }[] = []
  /** What comes in is dealt with in its order. */
  let turn: Promise<void> = Promise.resolve()

  const inTurn = (work: () => Promise<void> | void) => {
    turn = turn.then(work).catch((error: Error) => {
      say(`changes of others could not be followed: ${error.message}`)
      upheaval()
    })
  }
  const upheaval = () => {
    for (const follower of followers.values()) follower.upheaval()
  }

  async function read(): Promise<void> {
    const now = unread
    unread = []
    if (now.length === 0) return
    const rows = await connection.run(reading, [now.map(({ sequence }) => sequence)])
    const bySequence = new Map(rows.map((row) => [String(row.sequence), row]))
    for (const { server, sequence } of now) {
      const found = bySequence.get(sequence)
      const follower = followers.get(server)
      // Old ones are gone: whoever slept that long reads everything anew.
      if (!found) follower?.upheaval()
      else {
        const change = { table: String(found.name), row: rowIn(found.row), before: rowIn(found.before) }
        follower?.changed({ ...change, elsewhere: true })
      }
    }
  }

  function hear(payload: string): void {
    const [from, about = '', what = '', value, ...name] = payload.split(' ')
    if (what === 'echo') inTurn(() => echoes.get(about)?.())
    if (what === 'echo' || from === origin || !followers.has(about)) return
    if (what === 'upheaval') inTurn(() => followers.get(about)?.upheaval())
    else if (what === 'count') inTurn(() => followers.get(about)?.counted(name.join(' '), Number(value)))
    else {
      unread.push({ server: about, sequence: what })
      inTurn(read)
    }
  }

  const ear = await listening({ connection, channel: schema, hear, say, back: () => inTurn(upheaval) })
  const timer = setInterval(() => void connection.run(pruning).catch(() => {}), pruneEvery).unref() // the next time will do

  return {
    origin,
    channel: schema,
    stay: ear.stay,
    upheavalOf: (server) => `${origin} ${server} upheaval`,
    follow: (server, follower) => void followers.set(server, follower),
    /** What this process says now comes back after everything that was said before. */
    async caughtUp() {
      const unusable = (why: string) => new StoreUnusable('of several processes', why)
      if (!ear.connected) throw unusable('the connection that tells of changes has fallen')
      const echo = randomIds.hex('store-echo', 8)
      let late: NodeJS.Timeout | undefined
      const heard = new Promise<boolean>((resolve) => {
        late = setTimeout(resolve, echoTime, false)
        echoes.set(echo, () => resolve(true))
      })
      try {
        await connection.run(echoing, [schema, `${origin} ${echo} echo`])
        if (!(await heard)) throw unusable('changes of others do not come in')
      } finally {
        clearTimeout(late)
        echoes.delete(echo)
      }
    },
    async close() {
      clearInterval(timer)
      await ear.close()
      await turn
    },
  }
}

/** A row as a table wrote it. */
const rowIn = (text: unknown): Identified | undefined =>
  typeof text === 'string' ? (JSON.parse(text) as Identified) : undefined
