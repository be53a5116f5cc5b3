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
