import type { Clock } from '../../kit/clock.ts'
import { type Database, put } from '../../kit/table.ts'
import { type Expiring, sweeper } from './sweeper.ts'

/** What a user let a client do, or what was taken back. A token of a client without a user needs no row until it is revoked. */
export interface Delegation extends Expiring {
  /** `delegationId` of its tokens. */
  readonly clientId: string
  /** Absent when no user is behind it. */
  readonly username?: string
  /** Claims asked for by name, for userinfo. */
  readonly claims?: readonly string[]
  readonly revoked: boolean
}

/** Delegations of one server. */
export interface Delegations {
  find(id: string): Promise<Delegation | undefined>
  /** Stores it, in place of the one with the same id. */
  put(delegation: Delegation): Promise<void>
  /** Ends it: every token of it is dead from now on (`curity.md` 5.2). */
  revoke(delegation: { id: string; clientId: string; expiresAt: number }): Promise<void>
  watchAll(): Promise<void>
}

/** Delegations kept in one table of `database`. */
export function delegations(database: Database, clock: Clock): Delegations {
  const table = database.table<Delegation>({ name: 'delegations' })
  const { watch, watchAll } = sweeper(table, clock)
  const store = async (delegation: Delegation) => {
    if (await put(table, delegation)) await watch(delegation)
  }
  return {
    put: store,
    watchAll,
    find: (id) => table.find(id),
    async revoke({ id, clientId, expiresAt }) {
      const known = await table.find(id)
      await store({ id, clientId, ...known, revoked: true, expiresAt: Math.max(expiresAt, known?.expiresAt ?? 0) })
    },
  }
}
