import type { Reason } from '../../kit/reason.ts'
import type { ManagedClient } from './driver.ts'

/** What a failure leaves at the identity provider: nothing, maybe a client that nobody heard of, or this client. */
export type Left = 'nothing' | 'unknown' | { clientId: string }

/** Something at the identity provider did not work. The developer is told that it did not; the reason is for the exchange. */
export class DcrFailure extends Error {
  readonly reason: Reason
  /** What must be kept all the same, when the provider changed it before the failure. */
  readonly kept: ManagedClient['kept'] | undefined
  readonly left: Left
  /** What the identity provider said, for the operator's eyes (`konnect.md` 12). */
  readonly said: string | undefined

  constructor(reason: Reason, more: { kept?: ManagedClient['kept']; left?: Left; said?: string } = {}) {
    super(`${reason.code}: ${reason.advice}`)
    this.reason = reason
    this.kept = more.kept
    this.left = more.left ?? 'nothing'
    this.said = more.said
  }
}
