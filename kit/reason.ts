/**
 * Why a server refused: a stable code (`gateway.basic.wrong-secret`) that scenarios assert on, and one sentence that says
 * what to change. No real product tells; the recorded exchange does, and so does the answer to a caller that asks
 * with `X-Harness-Explain: 1`.
 */
export interface Reason {
  code: string
  advice: string
}

/** A refusal that knows its reason. Each server's error class, one per wire dialect, extends this. */
export abstract class Refusal extends Error {
  readonly status: number
  readonly reason: Reason | undefined

  constructor(status: number, message: string, reason?: Reason) {
    super(message)
    this.status = status
    this.reason = reason
  }
}
