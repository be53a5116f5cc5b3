import { expect, test } from 'vitest'
import { countingIds, randomIds } from '../../kit/ids.ts'

test('random ids have the form and the strength that was asked for', () => {
  expect(randomIds.uuid('client')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(randomIds.secret('secret')).toMatch(/^[\w-]{43}$/)
  expect(randomIds.secret('secret', 48)).toMatch(/^[\w-]{64}$/)
  expect(randomIds.hex('etag', 8)).toMatch(/^[\da-f]{16}$/)
  expect(randomIds.digits('code', 6)).toMatch(/^\d{6}$/)
})

test('random ids do not repeat', () => {
  const many = new Set(Array.from({ length: 1000 }, () => randomIds.secret('secret', 8)))
  expect(many.size).toBe(1000)
})

test('counting ids are known beforehand, and valid in form', () => {
  const ids = countingIds()
  expect(ids.uuid('client')).toBe('00000000-0000-4000-8000-000000000001')
  expect(ids.secret('secret')).toBe('secret_2')
  expect(ids.hex('etag', 4)).toBe('00000003')
  expect(ids.digits('code', 6)).toBe('000004')
})

test('two counters do not share their count', () => {
  countingIds().uuid('client')
  expect(countingIds().secret('secret')).toBe('secret_1')
})
