import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { httpClient } from '../../kit/http-client.ts'
import { keptAuthority } from '../../kit/tls/kept-authority.ts'
import { trusting } from '../../kit/tls/trust.ts'

const program = fileURLToPath(new URL('../../mock-curity/main.ts', import.meta.url))

/** Runs the program with these settings. */
function run(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [program], { env: { PATH: process.env.PATH ?? '', ...env } })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function ended(child: ChildProcess) {
  let complaint = ''
  child.stderr?.on('data', (data) => {
    complaint += data
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, complaint }
}

/** The first line that the program prints, in however many pieces it comes. */
const firstLine = ({ stdout }: ChildProcess) =>
  new Promise<string>((resolve) => {
    let said = ''
    stdout?.on('data', (data) => {
      said += data
      if (said.includes('\n')) resolve(said.slice(0, said.indexOf('\n')))
    })
  })

test('serves what the file says, prints its address, and ends on a signal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-curity-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'curity.yaml')
  const endpoint = '[{ id: token-service-anonymous, uri: /~ }]'
  writeFileSync(file, `profiles: { profile: [{ id: token-service, endpoints: { endpoint: ${endpoint} } }] }\n`)
  const child = run({
    CURITY_PORT: '0',
    CURITY_ADMIN_PORT: '0',
    CURITY_BASE_URL: 'https://idp.test',
    CURITY_CONFIG: file,
  })
  const line = await firstLine(child)
  const [, port, adminPort] =
    /^mock-curity https:\/\/idp\.test \(listening on 127\.0\.0\.1:(\d+), admin on 127\.0\.0\.1:(\d+)\)$/.exec(line) ??
    []
  const admin = await fetch(`http://127.0.0.1:${adminPort}/.well-known/host-meta`)
  expect(await admin.text()).toContain('/admin/api/restconf')
  const answer = await fetch(`http://127.0.0.1:${port}/~/.well-known/openid-configuration`)
  expect(await answer.json()).toMatchObject({ issuer: 'https://idp.test/~' })
  child.kill('SIGTERM')
  expect(await ended(child)).toEqual({ code: 0, complaint: '' })
})

test('serves https with a certificate of the authority in the folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-curity-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const line = await firstLine(run({ CURITY_PORT: '0', CURITY_ADMIN_PORT: '0', TLS_CA: folder }))
  const [, address = ''] = /^mock-curity (https:\S+) /.exec(line) ?? []
  const { certificate } = await keptAuthority(folder)
  const http = httpClient({ timeout: () => 300_000, tls: trusting(certificate), userAgent: 'test' })
  onTestFinished(() => http.close())
  const answer = await http.send({
    method: 'GET',
    url: `${address}/oauth/v2/oauth-anonymous/.well-known/openid-configuration`,
  })
  expect(JSON.parse(answer.text)).toMatchObject({ issuer: `${address}/oauth/v2/oauth-anonymous` })
})

test('wrong settings end it with every complaint and code 2', async () => {
  const { code, complaint } = await ended(run({ CURITY_PORT: 'many', CURITY_BASE_URL: 'idp.test' }))
  expect(code).toBe(2)
  expect(complaint).toContain('CURITY_PORT')
  expect(complaint).toContain('CURITY_BASE_URL')
})

test('a file that is not there ends it with code 2', async () => {
  expect(await ended(run({ CURITY_CONFIG: '/nowhere/curity.yaml' }))).toEqual({
    code: 2,
    complaint: '/nowhere/curity.yaml: no such file\n',
  })
})

test('a port that is taken ends it with code 2, and says which setting chooses another', async () => {
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void holder.close())
  const { port } = holder.address() as { port: number }
  const { code, complaint } = await ended(run({ CURITY_PORT: String(port) }))
  expect(code).toBe(2)
  expect(complaint).toBe(
    `mock-curity (runtime) cannot listen on 127.0.0.1:${port}: the port is taken by another process; set CURITY_PORT to another port\n`,
  )
})

test('serves an export of a real server, and says what of it is skipped', async () => {
  const child = run({
    CURITY_PORT: '0',
    CURITY_ADMIN_PORT: '0',
    CURITY_CONFIG: fileURLToPath(new URL('curity-export.xml', import.meta.url)),
  })
  let told = ''
  child.stderr?.on('data', (data) => {
    told += data
  })
  const [, address = ''] = /^mock-curity (http:\S+) /.exec(await firstLine(child)) ?? []
  // Another pipe than that of the line: what was written before it may come after it.
  await expect.poll(() => told).toContain('curity-export.xml: 22 parts are not taken as they stand\n')
  await expect.poll(() => told).toContain('\n  facilities: the mock has nothing of this name\n')
  const answer = await fetch(`${address}/~/.well-known/openid-configuration`)
  expect(await answer.json()).toMatchObject({ issuer: `${address}/~`, registration_endpoint: `${address}/register` })
})
