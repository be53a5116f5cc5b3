import type { Reason } from '../../kit/reason.ts'
import type { ManagedClient } from './driver.ts'

/** Something at the identity provider did not work. The developer is told that it did not; the reason is for the exchange. */
export class DcrFailure extends Error {
  readonly reason: Reason
  /** What must be kept all the same, when the provider changed it before the failure. */
  readonly kept: ManagedClient['kept'] | undefined

  constructor(reason: Reason, kept?: ManagedClient['kept']) {
    super(`${reason.code}: ${reason.advice}`)
    this.reason = reason
    this.kept = kept
  }
}
