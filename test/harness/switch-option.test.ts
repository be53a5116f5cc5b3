import { expect, test } from 'vitest'
import { withSwitches } from '../../harness/cli/switch-options.ts'
import type { Given } from '../../harness/given.ts'
import { startWorld } from '../../harness/world.ts'
import { Complaints } from '../../kit/complaints.ts'

test('a switch goes over what the file says, and leaves the rest', () => {
  const settings: Given = {
    curity: { behaviour: { scopeAbsent: 'empty', emptyArrays: 'left-out' } },
    gateway: { nodes: 2 },
  }
  expect(withSwitches(settings, ['curity.scopeAbsent=all-client-scopes', 'gateway.wwwAuthenticate=off'])).toEqual({
    curity: { behaviour: { scopeAbsent: 'all-client-scopes', emptyArrays: 'left-out' } },
    gateway: { nodes: 2, behaviour: { wwwAuthenticate: 'off' } },
  })
})

test.for([
  ['a number where the switch takes one', 'curity.registrationStatus=200', { registrationStatus: 200 }],
  ['a text of digits where it takes texts', 'curity.introspectionOfDeadToken=401', { introspectionOfDeadToken: '401' }],
  ['a boolean', 'curity.sameOriginCheck=false', { sameOriginCheck: false }],
  ['a whole number of any size', 'curity.initialTokenLifetime=7', { initialTokenLifetime: 7 }],
  [
    'the last of two',
    ['curity.scopeNotAllowed=drop', 'curity.scopeNotAllowed=invalid_scope'],
    { scopeNotAllowed: 'invalid_scope' },
  ],
] as const)('the value is read as what the switch takes: %s', ([, texts, behaviour]) => {
  expect(withSwitches({}, [texts].flat())).toEqual({ curity: { behaviour } })
})

test.for([
  ['no value', 'curity.scopeAbsent', 'curity.scopeAbsent: must be server.switch=value'],
  ['no server', 'scopeAbsent=empty', 'scopeAbsent=empty: must be server.switch=value'],
  [
    'another server',
    'curty.scopeAbsent=empty',
    'curty.scopeAbsent=empty: must be server.switch=value (did you mean "curity"?)',
  ],
  [
    'an unknown switch',
    'curity.scopeAbsnt=empty',
    'curity.behaviour.scopeAbsnt: no such setting (did you mean "scopeAbsent"?)',
  ],
  [
    'a value that it does not take',
    'curity.scopeAbsent=some',
    'curity.behaviour.scopeAbsent: must be one of empty, all-client-scopes',
  ],
] as const)('refused, with what would be right: %s', ([, text, complaint]) => {
  expect(() => withSwitches({}, [text])).toThrow(Complaints)
  expect(() => withSwitches({}, [text])).toThrow(`--switch:\n  ${complaint}`)
})

test('a world that is started with it answers by it', async () => {
  const world = await startWorld({ given: withSwitches({}, ['curity.notServedBody=json']) })
  const answer = await world.curity.call('GET', '/nowhere')
  await world.close()
  expect([answer.status, answer.body]).toEqual([404, { error: 'not_found' }])
})
