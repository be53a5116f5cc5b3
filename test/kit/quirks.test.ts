import Type from 'typebox'
import { expect, test } from 'vitest'
import { behaviour } from '../../kit/behaviour.ts'
import type { Complaints } from '../../kit/complaints.ts'
import { type Quirk, Quirks } from '../../kit/quirks.ts'
import { affects } from '../../kit/releases.ts'

interface Hooks {
  double(n: number): number
  greet(name: string, mark?: string): string
}

const about = { does: 'something', source: 'nowhere' }
const plusOne: Quirk<Hooks> = { name: 'plus-one', ...about, hooks: { double: (own, n) => own(n) + 1 } }
const seven: Quirk<Hooks> = { name: 'seven', ...about, since: '2.0', fixedIn: ['2.5'], hooks: { double: () => 7 } }
const quiet: Quirk<Hooks> = {
  name: 'quiet',
  ...about,
  fixedIn: ['2.1'],
  hooks: { greet: (own, name) => own(name, '.') },
}
const all = [plusOne, seven, quiet]

const double = (n: number) => n * 2
const greet = (name: string, mark = '!') => `hello ${name}${mark}`
const results = (quirks: Quirks<Hooks>) => [quirks.run('double', double, 5), quirks.run('greet', greet, 'you')]
const make = (start: Quirk<Hooks>[] = []) => new Quirks<Hooks>({ known: async () => all, start })

test('without a quirk the server does its own', () => {
  expect(results(make())).toEqual([10, 'hello you!'])
})

test('a quirk stands around its hook point, and several around one another', async () => {
  const quirks = make()
  await quirks.change({ on: ['seven', 'quiet'] })
  expect([results(quirks), quirks.has('double')]).toEqual([[7, 'hello you.'], true])
  await quirks.change({ on: ['plus-one'], off: ['quiet'] })
  // In the order in which the server knows them: the later stands outside.
  expect(results(quirks)).toEqual([7, 'hello you!'])
  await quirks.change({ off: ['seven'] })
  expect([results(quirks), quirks.has('greet')]).toEqual([[11, 'hello you!'], false])
})

test('what was on at the start is on again after a reset, of the caller’s making too', async () => {
  const own: Quirk<Hooks> = { name: 'mine', ...about, hooks: { double: (own, n) => own(n) + 100 } }
  const quirks = make([own])
  expect(results(quirks)).toEqual([110, 'hello you!'])
  await quirks.change({ off: ['mine'], on: ['seven'] })
  expect(results(quirks)).toEqual([7, 'hello you!'])
  quirks.reset()
  expect(results(quirks)).toEqual([110, 'hello you!'])
  expect((await quirks.list()).map(({ name, on }) => [name, on])).toEqual([
    ['mine', true],
    ['plus-one', false],
    ['quiet', false],
    ['seven', false],
  ])
})

test('a release has exactly its quirks; those that name none belong to no release', async () => {
  const quirks = make()
  const on = async (release: string) => {
    await quirks.change({ release })
    return (await quirks.list()).filter((quirk) => quirk.on).map(({ name }) => name)
  }
  expect([await on('1.9'), await on('2.0'), await on('2.3'), await on('2.5')]).toEqual([
    ['quiet'],
    ['quiet', 'seven'],
    ['seven'],
    [],
  ])
})

test.for<[string, boolean]>([
  ['3.4', true],
  ['3.4.3.21', true],
  ['3.4.3.22', false],
  ['3.5', true],
  ['3.12.0.0', true],
  ['3.12.0.1', false],
  ['3.13', false],
  ['4.0', false],
])('mended in 3.4.3.22, 3.12.0.1 and 3.13.0.0: %s has it: %s', ([release, has]) => {
  expect(affects({ fixedIn: ['3.4.3.22', '3.12.0.1', '3.13.0.0'] }, release)).toBe(has)
})

test('refuses names that no quirk has, and one that is to be on and off; nothing changes then', async () => {
  const quirks = make()
  const failed = await quirks.change({ on: ['sevn', 'quiet', 'plus-one'], off: ['plus-one'] }).catch((error) => error)
  expect((failed as Complaints).list).toEqual([
    { path: 'on', expected: 'no such quirk as "sevn" (did you mean "seven"?)' },
    { path: 'off', expected: '"plus-one" cannot be on and off' },
  ])
  expect(results(quirks)).toEqual([10, 'hello you!'])
})

test('a reset of the behaviour resets quirks too', async () => {
  const switches = behaviour<typeof Empty, Hooks>(Empty, {}, { known: async () => all })
  await switches.quirks.change({ on: ['seven'] })
  switches.reset()
  expect(results(switches.quirks)).toEqual([10, 'hello you!'])
})

const Empty = Type.Object({})
