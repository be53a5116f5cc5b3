import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startWorld } from '../../harness/public.ts'
import { readSettings } from '../../harness/settings.ts'
import type { Complaints } from '../../kit/complaints.ts'

const fields = 'expected an array of: password, client_credentials, authorization_code, bearer, introspection, userinfo'

/** What somebody writes who has no types, or trusts them too much, and what is said to it. */
const wrong: readonly [unknown, { path: string; expected: string }[]][] = [
  [{ nonsense: 1 }, [{ path: 'nonsense', expected: expect.stringMatching(/^no such setting \(there are: curity, /) }]],
  [
    { curity: { acessTokens: 'opaque' } },
    [{ path: 'curity.acessTokens', expected: 'no such setting (did you mean "accessTokens"?)' }],
  ],
  [{ curity: { accessTokens: 'opak' } }, [{ path: 'curity.accessTokens', expected: 'must be one of jwt, opaque' }]],
  [
    { gateway: { nodes: 0, release: 'latest', behaviour: { pushDelayMs: -1, unknownApplication: { status: 200 } } } },
    [
      { path: 'gateway.behaviour.unknownApplication.message', expected: 'is required' },
      { path: 'gateway.behaviour.unknownApplication.status', expected: 'must be >= 400' },
      { path: 'gateway.behaviour.pushDelayMs', expected: 'must be >= 0' },
      { path: 'gateway.release', expected: 'must be written as 3.13 or 3.4.3.1' },
      { path: 'gateway.nodes', expected: 'must be >= 1' },
    ],
  ],
  [
    { gateway: { nodes: [{ relese: '3.9' }] } },
    [{ path: 'gateway.nodes.0.relese', expected: 'no such setting (did you mean "release"?)' }],
  ],
  [
    { gateway: { nodes: 'two', behaviour: { pushDelayMs: '5s' } } },
    [
      {
        path: 'gateway.behaviour.pushDelayMs',
        expected: 'must be a whole number from 0 on or a list of integers',
      },
      { path: 'gateway.nodes', expected: 'must be a whole number from 1 to 32 or a list of objects' },
    ],
  ],
  [
    { tls: { curity: 'bad' } },
    [
      {
        path: 'tls.curity',
        expected: 'must be one of self-signed, stranger, expired, other-host, deep-chain, no-chain',
      },
    ],
  ],
  [{ tls: true }, [{ path: 'tls', expected: 'must be object' }]],
  [
    { network: { 'konnect-curty': {} } },
    [{ path: 'network.konnect-curty', expected: 'no such setting (did you mean "konnect-curity"?)' }],
  ],
  [
    { strategy: { auth_method: ['bearer'], auth_methods: ['bearr'], timeout: '5s', cache_ttl: null } },
    [
      { path: 'strategy.auth_method', expected: 'no such field of openid-connect (did you mean "auth_methods"?)' },
      { path: 'strategy.auth_methods', expected: `${fields}, kong_oauth2, refresh_token, session` },
      { path: 'strategy.timeout', expected: 'expected a number of at least 0' },
    ],
  ],
]

const listOf = (failing: Promise<unknown>) =>
  failing.then(
    () => 'taken',
    (error: Complaints) => error.list,
  )

test.for(wrong)('%j is refused in words, of code as of a file', async ([given, list]) => {
  expect(await listOf(startWorld({ given: given as never }))).toEqual(list)
  const file = join(mkdtempSync(join(tmpdir(), 'dcr-harness-given-')), 'dcr-harness.yaml')
  writeFileSync(file, JSON.stringify(given))
  expect(await listOf(readSettings(file))).toEqual(list)
})

test('a procedure that is not there is refused before anything starts', async () => {
  const given = { curity: { procedures: { check: '/nowhere/check.ts' } } }
  const list = [{ path: 'curity.procedures.check', expected: 'no such file: /nowhere/check.ts' }]
  expect(await listOf(startWorld({ given }))).toEqual(list)
})
