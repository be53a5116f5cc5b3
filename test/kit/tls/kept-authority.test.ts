import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
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

/** Gets the authority in a thread, which is to this process as a container is to others: the number of its process is the same. */
const inThread = (at: string) =>
  new Promise<string>((resolve, reject) => {
    const kit = new URL('../../../kit/tls/kept-authority.ts', import.meta.url).href
    const source = `import(${JSON.stringify(kit)})
      .then(({ keptAuthority }) => keptAuthority(${JSON.stringify(at)}))
      .then(({ certificate }) => require('node:worker_threads').parentPort.postMessage(certificate))`
    new Worker(source, { eval: true }).once('message', resolve).once('error', reject)
  })

test('of several whose processes have the same number, all get the same authority, too', async () => {
  const at = folder()
  const certificates = await Promise.all(Array.from({ length: 4 }, () => inThread(at)))
  expect(new Set(certificates).size).toBe(1)
  expect((await keptAuthority(at)).certificate).toBe(certificates[0])
  expect(readdirSync(at).sort()).toEqual(['.gitignore', 'ca-with-key.pem', 'ca.pem'])
})

test('who reads the certificate while another program starts gets a whole one', async () => {
  const at = folder()
  const { file, certificate } = await keptAuthority(at)
  writeFileSync(file, 'what was there before')
  const reader = openSync(file, 'r')
  onTestFinished(() => closeSync(reader))
  await keptAuthority(at)
  expect(readFileSync(reader, 'utf8')).toBe('what was there before')
  expect(readFileSync(file, 'utf8').trim()).toBe(certificate.trim())
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
