import { type Clock, epochSeconds } from '../../kit/clock.ts'
import { type Database, UniqueViolation } from '../../kit/table.ts'
import { hashOf } from '../secrets.ts'
import { type Expiring, sweeper } from '../tokens/sweeper.ts'

/** Assertions that clients have authenticated with, until they expire (RFC 7523 §3, item 7). */
export interface UsedAssertions {
  /**
   * Notes one. False when it was used before: of any number of uses at the same time, one gets true.
   * @param expiresAt its `exp`, epoch seconds
   */
  use(assertion: { clientId: string; jti: string; expiresAt: number }): Promise<boolean>
  watchAll(): Promise<void>
}

/** Used assertions kept in one table of `database`, by a hash of client and `jti`. */
export function usedAssertions(database: Database, clock: Clock): UsedAssertions {
  const used = database.table<Expiring>({ name: 'used_assertions' })
  const { watch, watchAll } = sweeper(used, clock)
  return {
    watchAll,
    async use({ clientId, jti, expiresAt }) {
      const row = { id: hashOf(JSON.stringify([clientId, jti])), expiresAt: Math.max(expiresAt, epochSeconds(clock)) }
      try {
        await used.insert(row)
      } catch (error) {
        if (error instanceof UniqueViolation) return false
        throw error
      }
      await watch(row)
      return true
    },
  }
}
