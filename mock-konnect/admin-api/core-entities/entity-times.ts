import { type Clock, epochSeconds } from '../../../kit/clock.ts'

/** When an entity was made, now unless that is known, and when it was written. One look at the clock: what is new has one time. */
export function timesOf(clock: Clock, madeAt: number | null | undefined): { created_at: number; updated_at: number } {
  const now = epochSeconds(clock)
  return { created_at: madeAt ?? now, updated_at: now }
}
