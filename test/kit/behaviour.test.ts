import Type from 'typebox'
import { expect, test } from 'vitest'
import { behaviour, defaultsOf } from '../../kit/behaviour.ts'
import { Complaints } from '../../kit/complaints.ts'

const Switches = Type.Object(
  {
    rawBasic: Type.Enum(['accept', 'refuse'], { default: 'accept', description: 'a' }),
    delay: Type.Integer({ minimum: 0, default: 5, description: 'b' }),
  },
  { additionalProperties: false },
)

test('switches start at their defaults, with what the server was started with on top', () => {
  expect(behaviour(Switches).current).toEqual({ rawBasic: 'accept', delay: 5 })
  expect(behaviour(Switches, { delay: 1 }).current).toEqual({ rawBasic: 'accept', delay: 1 })
  expect(defaultsOf(Switches)).toEqual({ rawBasic: 'accept', delay: 5 })
})

test('a change leaves the other switches as they are, and a reset brings back what was started with', () => {
  const switches = behaviour(Switches, { delay: 1 })
  switches.change({ rawBasic: 'refuse' })
  expect(switches.current).toEqual({ rawBasic: 'refuse', delay: 1 })
  switches.reset()
  expect(switches.current).toEqual({ rawBasic: 'accept', delay: 1 })
})

test('refuses an unknown switch and a wrong value together, and changes nothing', () => {
  const switches = behaviour(Switches)
  const change = () => switches.change({ delay: -1, rawBasik: 'refuse', rawBasic: 'refuse' })
  expect(change).toThrow(Complaints)
  expect(change).toThrow('delay: must be >= 0')
  expect(change).toThrow('rawBasik: no such setting (did you mean "rawBasic"?)')
  expect(switches.current).toEqual({ rawBasic: 'accept', delay: 5 })
})

test('refuses to start with a wrong value', () => {
  expect(() => behaviour(Switches, { delay: 0.5 })).toThrow('behaviour:\n  delay: must be integer')
})

test('two servers of one kind have switches of their own', () => {
  const [one, other] = [behaviour(Switches), behaviour(Switches)]
  one.change({ delay: 0 })
  expect(other.current.delay).toBe(5)
})

test('tells who listens of each change, and of a reset', () => {
  const switches = behaviour(Switches)
  const told: number[] = []
  switches.onChange(() => told.push(switches.current.delay))
  switches.change({ delay: 7 })
  switches.reset()
  expect(told).toEqual([7, 5])
})
