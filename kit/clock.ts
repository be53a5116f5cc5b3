/** Where a server reads the time. Everything that expires asks this, so that a test moves time instead of waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock with levers: it runs with its base until it is frozen, and can be moved either way. */
export interface AdjustableClock extends Clock {
  /** Moves the clock by `ms` (negative: back). */
  advance(ms: number): void
  /** Sets how far the clock is from its base, in ms; a frozen one stands there. */
  skew(ms: number): void
  /** Stops the clock, at `at` (epoch ms) or where it stands. */
  freeze(at?: number): void
  /** Lets a frozen clock run on from where it stands. */
  resume(): void
  /** Back to how it started: for most, neither frozen nor moved. */
  reset(): void
  readonly frozen: boolean
  /** How far the clock is from its base, in ms. */
  readonly offset: number
  /** Calls `listener` whenever a lever moves, stops or starts the clock. Gives the function that ends it. */
  onMove(listener: () => void): () => void
}

/** A clock that follows `base` until a lever says otherwise. With `startsAt` it starts frozen there, and a reset brings it back there. */
export function adjustableClock(base: Clock = systemClock, startsAt?: number): AdjustableClock {
  let offset = 0
  let frozenAt = startsAt
  const listeners = new Set<() => void>()
  const moved = () => {
    for (const listener of listeners) listener()
  }
  const now = () => frozenAt ?? base.now() + offset
  // A clock that runs is never asked against its base: the base moves on between two looks.
  const distance = () => (frozenAt === undefined ? offset : frozenAt - base.now())
  return {
    now,
    advance(ms) {
      if (frozenAt === undefined) offset += ms
      else frozenAt += ms
      moved()
    },
    skew(ms) {
      offset = ms
      if (frozenAt !== undefined) frozenAt = base.now() + ms
      moved()
    },
    freeze(at = now()) {
      frozenAt = at
      moved()
    },
    resume() {
      offset = distance()
      frozenAt = undefined
      moved()
    },
    reset() {
      offset = 0
      frozenAt = startsAt
      moved()
    },
    onMove(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get frozen() {
      return frozenAt !== undefined
    },
    get offset() {
      return distance()
    },
  }
}

/** The longest time that a timer can be set to, in ms: of a longer one Node makes a millisecond. */
export const longestTimer: number = 2 ** 31 - 1

/** Resolves when `clock` has come `ms` further, by itself or moved by a lever, or when `signal` is aborted. A frozen clock is waited for. */
export function passed(clock: AdjustableClock, ms: number, signal: AbortSignal): Promise<void> {
  const until = clock.now() + ms
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    const look = () => {
      clearTimeout(timer)
      const left = until - clock.now()
      if (left <= 0 || signal.aborted) return end()
      if (!clock.frozen) timer = setTimeout(look, Math.min(left, longestTimer))
    }
    const endListening = clock.onMove(look)
    const end = () => {
      endListening()
      signal.removeEventListener('abort', look)
      resolve()
    }
    signal.addEventListener('abort', look)
    look()
  })
}

/** A clock that stands still at `at` (epoch ms) until it is advanced. */
export const manualClock = (at: number = Date.UTC(2026, 0, 1)): AdjustableClock => adjustableClock(systemClock, at)

/** The clock's time as JWTs and OAuth answers count it: whole seconds since the epoch. */
export const epochSeconds = (clock: Clock): number => Math.floor(clock.now() / 1000)

/** The clock's time as APIs print it: ISO 8601, UTC, milliseconds. */
export const isoTime = (clock: Clock): string => new Date(clock.now()).toISOString()
