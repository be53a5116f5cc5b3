import Type from 'typebox'
import { expect, test } from 'vitest'
import { readEnv } from '../../kit/settings.ts'

const Environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 8080 }),
  LOG: Type.Boolean({ default: false }),
  TOKEN: Type.Optional(Type.String()),
})

test('what is not set has its default, and what is not ours is left alone', () => {
  expect(readEnv(Environment, { PATH: '/bin', LOG: '' })).toEqual({ HOST: '127.0.0.1', PORT: 8080, LOG: false })
})

test('what is set is converted to what it means', () => {
  expect(readEnv(Environment, { PORT: '0', LOG: 'true', TOKEN: '123' })).toEqual({
    HOST: '127.0.0.1',
    PORT: 0,
    LOG: true,
    TOKEN: '123',
  })
})

test('refuses wrong variables, all at once, by name', () => {
  expect(() => readEnv(Environment, { PORT: 'http', LOG: 'perhaps' })).toThrow(
    'environment:\n  PORT: must be integer\n  LOG: must be boolean',
  )
})

test.for(['65536', '-1', '80.5', '80a', ' '])('refuses the port "%s"', (port) => {
  expect(() => readEnv(Environment, { PORT: port })).toThrow(/^environment:\n {2}PORT: must be/)
})
