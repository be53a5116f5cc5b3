import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { keptAuthority } from '../../../kit/tls/kept-authority.ts'
import { programTls } from '../../../kit/tls/program-tls.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'kept-authority-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return join(made, 'ca')
}

test('of any number of programs that start at the same time, all get the same authority', async () => {
  const at = folder()
  const authorities = await Promise.all([keptAuthority(at), keptAuthority(at), keptAuthority(at)])
  const later = await keptAuthority(at)
  expect(new Set([...authorities, later].map(({ certificate }) => certificate)).size).toBe(1)
  expect(readFileSync(later.file, 'utf8').trim()).toBe(later.certificate.trim())
})

test('the key is for its owner alone, and stays out of git', async () => {
  const at = folder()
  await keptAuthority(at)
  expect(readdirSync(at).sort()).toEqual(['.gitignore', 'ca-with-key.pem', 'ca.pem'])
  expect(statSync(join(at, 'ca-with-key.pem')).mode & 0o077).toBe(0)
  expect(readFileSync(join(at, 'ca.pem'), 'utf8')).not.toContain('PRIVATE')
})

test('a program without the setting gets nothing', async () => {
  expect(await programTls({ HOST: '127.0.0.1' })).toEqual({})
})
