import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { command, ended } from './served.ts'

test.for([
  ['up', '--addresses'],
  ['up', '--record'],
  ['up', '--tls'],
  ['run', 'no-route', '--har'],
  ['run', 'no-route', '--json', '--output'],
  ['new', 'bug-1', '--folder'],
])('a place where nothing can be written ends the call with code 2 and the reason: %o', async (words) => {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-writing-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const plain = join(folder, 'plain.txt')
  writeFileSync(plain, 'a file\n')
  const { code, stderr } = await ended(command([...words, join(plain, 'below')]))
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^dcr-harness: \S+plain\.txt\/below\S*: cannot be written: a .*file.*\n$/),
  ])
})
