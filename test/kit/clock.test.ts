import { expect, onTestFinished, test, vi } from 'vitest'
import { adjustableClock, epochSeconds, isoTime, manualClock, passed, systemClock } from '../../kit/clock.ts'

/** A base that the test moves by hand. */
function base(start: number) {
  let at = start
  return {
    now: () => at,
    pass: (ms: number) => {
      at += ms
    },
  }
}

test('the system clock is the time of the machine', () => {
  const before = Date.now()
  expect(systemClock.now()).toBeGreaterThanOrEqual(before)
  expect(systemClock.now()).toBeLessThanOrEqual(Date.now())
})

test('an adjustable clock follows its base until a lever moves it', () => {
  const time = base(1000)
  const clock = adjustableClock(time)
  time.pass(5)
  expect(clock.now()).toBe(1005)
  clock.advance(100)
  time.pass(5)
  expect(clock.now()).toBe(1110)
  clock.advance(-1000)
  expect([clock.now(), clock.offset, clock.frozen]).toEqual([110, -900, false])
})

test('a clock that runs tells its offset exactly, however fast its base goes', () => {
  let at = 1000
  const clock = adjustableClock({ now: () => at++ })
  expect(clock.offset).toBe(0)
  clock.advance(250)
  expect(clock.offset).toBe(250)
  clock.resume()
  expect(clock.offset).toBe(250)
})

test('a frozen clock stands, can be moved by hand, and runs on from where it stands', () => {
  const time = base(1000)
  const clock = adjustableClock(time)
  clock.freeze()
  time.pass(50)
  expect([clock.now(), clock.frozen, clock.offset]).toEqual([1000, true, -50])
  clock.advance(10)
  expect(clock.now()).toBe(1010)
  clock.resume()
  expect(clock.frozen).toBe(false)
  time.pass(7)
  expect(clock.now()).toBe(1017)
})

test('a clock frozen at a time stands there', () => {
  const clock = adjustableClock(base(1000))
  clock.freeze(77)
  expect(clock.now()).toBe(77)
  clock.freeze()
  expect(clock.now()).toBe(77)
})

test('resuming a clock that runs changes nothing', () => {
  const time = base(1000)
  const clock = adjustableClock(time)
  clock.advance(10)
  clock.resume()
  time.pass(1)
  expect(clock.now()).toBe(1011)
})

test('a reset clock is its base again, frozen or moved before', () => {
  const time = base(1000)
  const clock = adjustableClock(time)
  clock.advance(10)
  clock.freeze()
  clock.reset()
  time.pass(1)
  expect([clock.now(), clock.offset, clock.frozen]).toEqual([1001, 0, false])
})

test('a manual clock stands at the start of 2026 until it is advanced', () => {
  const clock = manualClock()
  expect(isoTime(clock)).toBe('2026-01-01T00:00:00.000Z')
  clock.advance(1999)
  expect(isoTime(clock)).toBe('2026-01-01T00:00:01.999Z')
  expect(epochSeconds(clock)).toBe(Date.UTC(2026, 0, 1) / 1000 + 1)
})

test('clocks do not share what was done to them', () => {
  const [one, other] = [manualClock(0), manualClock(0)]
  one.advance(1)
  expect(other.now()).toBe(0)
})

test('a skew is counted from the base, whatever the clock did before', () => {
  const base = manualClock(1000)
  const clock = adjustableClock(base)
  clock.advance(5)
  clock.skew(90)
  base.advance(10)
  expect([clock.now(), clock.offset]).toEqual([1100, 90])
  clock.freeze()
  clock.skew(-10)
  base.advance(10)
  expect([clock.now(), clock.frozen]).toEqual([1000, true])
  clock.resume()
  base.advance(10)
  expect([clock.now(), clock.offset]).toEqual([1010, -20])
})

test('who waits by a clock goes on when it has come far enough, however it did', async () => {
  const clock = manualClock(0)
  const { signal } = new AbortController()
  const done: string[] = []
  const waiting = [
    passed(clock, 1000, signal).then(() => done.push('1 s')),
    passed(clock, 5000, signal).then(() => done.push('5 s')),
  ]
  clock.advance(999)
  await Promise.resolve()
  expect(done).toEqual([])
  clock.advance(1)
  await waiting[0]
  expect(done).toEqual(['1 s'])
  clock.freeze(6000)
  await waiting[1]
  expect(done).toEqual(['1 s', '5 s'])
  await passed(clock, 0, signal)
})

test('a clock that is let run again is waited for by itself; an aborted wait is over', async () => {
  const clock = manualClock(0)
  const aborted = new AbortController()
  const never = passed(clock, 1000, aborted.signal)
  const soon = passed(clock, 5, new AbortController().signal)
  aborted.abort()
  await never
  clock.resume()
  await soon
  expect(clock.now()).toBeGreaterThanOrEqual(5)
})

test('a wait that is longer than a timer can be is one wait all the same', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  let looks = 0
  const clock = adjustableClock({ now: () => looks++ })
  void passed(clock, 2 ** 40, new AbortController().signal)
  const before = looks
  vi.advanceTimersByTime(60_000)
  expect(looks).toBe(before)
})
