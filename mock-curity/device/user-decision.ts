import { type Clock, epochSeconds } from '../../kit/clock.ts'
import { authorizationPending, deniedByUser, expiredToken, invalidGrant, slowDown } from '../errors.ts'
import type { polling } from '../token-reasons.ts'
import type { Expiring } from '../tokens/sweeper.ts'

/** Something that a user decides on elsewhere, while a client polls for it (RFC 8628 §3.5, CIBA Core 1.0 §11). The id is what it polls with. */
export interface UserDecision extends Expiring {
  readonly clientId: string
  readonly scope: string
  readonly state: 'pending' | 'approved' | 'denied'
  /** Who decides, or has decided. */
  readonly username?: string
  /** Epoch seconds of the last poll. */
  readonly polledAt?: number
}

/** Where such decisions wait. */
export interface WaitingDecisions<D extends UserDecision> {
  find(id: string): Promise<D | undefined>
  /** As `Table.change`. */
  change(id: string, how: (decision: D) => D | undefined): Promise<D | undefined>
  /** Uses it up. False when somebody was faster. */
  remove(id: string): Promise<boolean>
}

/** Who polls for what, and how refusals are explained. */
export interface Poll {
  id: string
  clientId: string
  /** Seconds between two polls. */
  interval: number
  clock: Clock
  reasons: ReturnType<typeof polling>
}

/**
 * What a poll finds: the decision, approved and used up.
 * @throws OAuthError authorization_pending, slow_down, access_denied, expired_token, invalid_grant
 */
export async function pollFor<D extends UserDecision>(
  waiting: WaitingDecisions<D>,
  { id, clientId, interval, clock, reasons }: Poll,
): Promise<D> {
  const found = await waiting.find(id)
  if (found?.clientId !== clientId) throw invalidGrant('What is polled for is not known', reasons.unknown())
  const now = epochSeconds(clock)
  if (found.expiresAt <= now) throw expiredToken('The time to decide is over', reasons.expired())
  if (found.state === 'denied') throw deniedByUser('The user refused', reasons.denied())
  if (found.state === 'pending') {
    // Somebody may decide in this moment, at another replica; that must not be undone.
    await waiting.change(id, (one) => (one.state === 'pending' ? { ...one, polledAt: now } : undefined))
    const tooFast = found.polledAt !== undefined && now - found.polledAt < interval
    if (tooFast) throw slowDown('Polled too often', reasons.tooFast(interval))
    throw authorizationPending('The user has not decided yet', reasons.pending())
  }
  if (!(await waiting.remove(id))) throw invalidGrant('What is polled for is not known', reasons.unknown())
  return found
}

/** Notes what the user decided. False when there is nothing to decide any more. */
export async function decide<D extends UserDecision>(
  waiting: WaitingDecisions<D>,
  id: string,
  decision: { state: 'approved' | 'denied'; username?: string },
): Promise<boolean> {
  const made = await waiting.change(id, (one) => (one.state === 'pending' ? { ...one, ...decision } : undefined))
  return made !== undefined
}
