import type { Behaviour } from '../../kit/behaviour.ts'
import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import { type Database, UniqueViolation } from '../../kit/table.ts'
import type { Switches } from '../behaviour.ts'
import { type Expiring, sweeper } from './sweeper.ts'

/** A one-use token that registers a client: a nonce (`curity.md` 2.3). The id is the token. */
export interface InitialToken extends Expiring {
  readonly clientId: string
  /** The user who stands behind it; absent: the client for itself. */
  readonly username?: string
  /** `dcrm`: manages every registered client, until it expires (`curity.md` 3). Absent: `dcr`, which registers one. */
  readonly scope?: 'dcrm'
  readonly issuedAt: number
}

/** Whom an initial token is for. */
export type InitialTokenGrant = Pick<InitialToken, 'clientId' | 'username' | 'scope'>

/** An initial token that can be used, or why it cannot. */
export type InitialTokenReading = { token: InitialToken } | { dead: 'unknown' | 'used' | 'expired' }

/** Issues, reads and uses up initial tokens. They are opaque whatever the form of access tokens. */
export interface InitialTokens {
  issue(grant: InitialTokenGrant): Promise<InitialToken>
  read(value: string): Promise<InitialTokenReading>
  /** Uses the token up. False when somebody was faster: of any number of uses at the same time, one gets true. */
  use(token: InitialToken): Promise<boolean>
  watchAll(): Promise<void>
}

/** What initial tokens are made of and kept in. */
export interface InitialTokensOptions {
  database: Database
  behaviour: Behaviour<Switches>
  clock: Clock
  ids: Ids
}

/** Seconds for which a dead token is remembered, so that a refusal can say what became of it. */
const memory = 3600

/** Initial tokens kept in two tables of `database`: those issued, and those used. */
export function initialTokens({ database, behaviour, clock, ids }: InitialTokensOptions): InitialTokens {
  const issued = database.table<InitialToken>({ name: 'initial_tokens' })
  const used = database.table<Expiring>({ name: 'used_initial_tokens' })
  const issuedSweeper = sweeper(issued, clock, memory)
  const usedSweeper = sweeper(used, clock, memory)
  return {
    async watchAll() {
      await issuedSweeper.watchAll()
      await usedSweeper.watchAll()
    },
    async issue(grant) {
      const { initialTokenLifetime, initialTokenShape } = behaviour.current
      const uuid = ids.uuid('initial-token')
      const issuedAt = epochSeconds(clock)
      const id = initialTokenShape === 'uuid' ? uuid : `_0XBPWQQ_${uuid}`
      const token = { id, ...grant, issuedAt, expiresAt: issuedAt + initialTokenLifetime }
      await issued.insert(token)
      await issuedSweeper.watch(token)
      return token
    },
    async read(value) {
      const token = await issued.find(value)
      if (!token) return { dead: 'unknown' }
      if (await used.find(value)) return { dead: 'used' }
      return token.expiresAt <= epochSeconds(clock) ? { dead: 'expired' } : { token }
    },
    async use({ id, expiresAt }) {
      if (behaviour.current.initialTokenUses === 'unlimited') return true
      try {
        await used.insert({ id, expiresAt })
      } catch (error) {
        if (error instanceof UniqueViolation) return false
        throw error
      }
      await usedSweeper.watch({ id, expiresAt })
      return true
    },
  }
}
