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
}

/** A clock that follows `base` until a lever says otherwise. With `startsAt` it starts frozen there, and a reset brings it back there. */
export function adjustableClock(base: Clock = systemClock, startsAt?: number): AdjustableClock {
  let offset = 0
  let frozenAt = startsAt
  const now = () => frozenAt ?? base.now() + offset
  return {
    now,
    advance(ms) {
      if (frozenAt === undefined) offset += ms
      else frozenAt += ms
    },
    skew(ms) {
      offset = ms
      if (frozenAt !== undefined) frozenAt = base.now() + ms
    },
    freeze(at = now()) {
      frozenAt = at
    },
    resume() {
      offset = now() - base.now()
      frozenAt = undefined
    },
    reset() {
      offset = 0
      frozenAt = startsAt
    },
    get frozen() {
      return frozenAt !== undefined
    },
    get offset() {
      return now() - base.now()
    },
  }
}

/** A clock that stands still at `at` (epoch ms) until it is advanced. */
export const manualClock = (at: number = Date.UTC(2026, 0, 1)): AdjustableClock => adjustableClock(systemClock, at)

/** The clock's time as JWTs and OAuth answers count it: whole seconds since the epoch. */
export const epochSeconds = (clock: Clock): number => Math.floor(clock.now() / 1000)

/** The clock's time as APIs print it: ISO 8601, UTC, milliseconds. */
export const isoTime = (clock: Clock): string => new Date(clock.now()).toISOString()
