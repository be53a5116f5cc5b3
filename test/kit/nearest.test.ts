import { expect, test } from 'vitest'
import { nearest } from '../../kit/nearest.ts'

test('a slip of the finger gets the name that was meant', () => {
  expect(nearest('acccess', ['strict', 'access', 'docs'])).toBe(' (did you mean "access"?)')
})

test('a name that is like none gets all there are', () => {
  expect(nearest('xyz', ['strict', 'docs'])).toBe(' (there are: strict, docs)')
})

test('where there is nothing, nothing is said', () => {
  expect(nearest('xyz', [])).toBe('')
})

test('of many names only the nearest are told when none is near', () => {
  const known = Array.from({ length: 40 }, (_, at) => `scenario-number-${at}`)
  expect(nearest('scene-one', known)).toBe(
    ' (there are 40; nearest: scenario-number-0, scenario-number-1, scenario-number-2, scenario-number-3, scenario-number-4)',
  )
})
