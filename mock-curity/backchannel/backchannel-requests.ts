import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Database } from '../../kit/table.ts'
import type { UserDecision, WaitingDecisions } from '../device/user-decision.ts'
import { sweeper } from '../tokens/sweeper.ts'

/** A client that waits for a user whom it named (CIBA Core 1.0). The id is the `auth_req_id`. */
export interface BackchannelRequest extends UserDecision {
  /** What the user's page calls it: the client's secret stays with the client. */
  readonly decisionId: string
  readonly username: string
  /** What the user reads at both ends. */
  readonly bindingMessage?: string
}

/** What a request is made of. */
export type NewBackchannelRequest = Pick<BackchannelRequest, 'clientId' | 'username' | 'scope' | 'bindingMessage'>

/** Backchannel requests of one server. */
export interface BackchannelRequests extends WaitingDecisions<BackchannelRequest> {
  /** @param lifetime seconds */
  issue(wanted: NewBackchannelRequest, lifetime: number): Promise<BackchannelRequest>
  findByDecisionId(id: string): Promise<BackchannelRequest | undefined>
  /** What a user has yet to decide on, oldest first. */
  waitingFor(username: string): Promise<BackchannelRequest[]>
  watchAll(): Promise<void>
}

/** Seconds that a user has to decide, and between two polls (CIBA Core §7.3; what the product has is not known). */
export const backchannelTimes = { lifetime: 600, interval: 5 } as const

/** Backchannel requests kept in one table of `database`. */
export function backchannelRequests(database: Database, clock: Clock, ids: Ids): BackchannelRequests {
  const table = database.table<BackchannelRequest>({
    name: 'backchannel_requests',
    indexes: { decision: ({ decisionId }) => decisionId, user: ({ username }) => username },
  })
  const { watch, watchAll } = sweeper(table, clock)
  return {
    watchAll,
    async issue(wanted, lifetime) {
      const request: BackchannelRequest = {
        ...{ id: ids.secret('auth-req-id'), decisionId: ids.uuid('backchannel-decision'), state: 'pending' },
        ...wanted,
        expiresAt: epochSeconds(clock) + lifetime,
      }
      await table.insert(request)
      await watch(request)
      return request
    },
    find: (id) => table.find(id),
    findByDecisionId: async (id) => (await table.listBy('decision', id))[0],
    async waitingFor(username) {
      const now = epochSeconds(clock)
      const all = await table.listBy('user', username)
      return all.filter(({ state, expiresAt }) => state === 'pending' && expiresAt > now)
    },
    change: (id, how) => table.change(id, how),
    remove: async (id) => table.remove(id),
  }
}
