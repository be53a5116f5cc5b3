import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePorts } from '../../kit/free-port.ts'
import { command, ended } from './served.ts'

const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-walk-'))

/** `up --walk` with more options, stopped when it serves. */
const walked = (options: string[], env: Record<string, string> = {}) =>
  ended(command(['up', '--walk', ...options], env), { at: 'Ctrl-C stops', by: 'SIGINT' })

test('a walk that does not go through says what was refused on the way, and ends', async () => {
  const config = join(folder, 'narrow.yaml')
  writeFileSync(config, 'strategy: { scopes: [nope] }\n')
  const { code, stdout, stderr } = await walked(['--config', config])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /^dcr-harness: --walk: POST \S+ answered 400, not 201: konnect\.dcr\.registration-refused: .*; without --walk the servers serve\n$/,
  )
  expect(stdout).toContain('400 mock-curity POST /token-service/oauth-registration curity.dcr.outside-scopes: ')
  expect(stdout).not.toContain('Ctrl-C stops')
})

test('a walk over a store takes no offence at the application of an earlier one', async () => {
  const store = ['--store', `sqlite:${join(folder, 'state.db')}`]
  // What the store holds names the identity provider's address.
  const ports = Object.entries(await freePorts(['CURITY_PORT', 'ECHO_PORT']))
  const env = Object.fromEntries(ports.map(([name, port]) => [name, String(port)]))
  for (const start of ['first', 'second']) {
    const { code, stderr } = await walked(store, env)
    expect([start, code, stderr]).toEqual([start, 0, ''])
  }
})
