/** How much of a limit can pass between two looks at most, in ms. */
const longestPause = 100

/** How long somebody else may take. */
export interface TimeLimit {
  /** Aborted, as by `AbortSignal.timeout`, when the time is over. */
  readonly signal: AbortSignal
  /** Nobody waits any more. */
  end(): void
}

/**
 * Counts `ms` in which this process ran. While it stands still, as it may on a busy machine, an answer can be there that nobody reads: that is
 * no time that the other side takes, and counts as one short pause.
 */
export function timeLimit(ms: number): TimeLimit {
  const controller = new AbortController()
  const pause = Math.min(longestPause, ms / 5)
  let left = ms
  let looked = performance.now()
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    const now = performance.now()
    left -= Math.min(now - looked, pause)
    looked = now
    if (left <= 0) controller.abort(new DOMException(`it took longer than ${ms} ms`, 'TimeoutError'))
    else wait()
  }
  const wait = () => {
    timer = setTimeout(look, Math.ceil(Math.min(pause, left))).unref()
  }
  wait()
  return { signal: controller.signal, end: () => clearTimeout(timer) }
}
