import { once } from 'node:events'
import { expect, test } from 'vitest'
import { timeLimit } from '../../kit/time-limit.ts'

/** Stops this thread, as a busy machine does. */
const stall = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

test('a limit is over when its time has passed, not sooner', async () => {
  const started = performance.now()
  const { signal } = timeLimit(120)
  await once(signal, 'abort')
  expect(performance.now() - started).toBeGreaterThanOrEqual(120)
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
})

test('what the process stood still for is no time of the limit: answers that came meanwhile are read first', async () => {
  const { signal, end } = timeLimit(200)
  stall(400)
  for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate)
  expect(signal.aborted).toBe(false)
  end()
})

test('one that is ended is never over', async () => {
  const { signal, end } = timeLimit(20)
  end()
  await once(timeLimit(60).signal, 'abort')
  expect(signal.aborted).toBe(false)
})
