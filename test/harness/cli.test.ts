import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../../bin/dcr-harness.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-cli-'))
const freePorts = {
  CURITY_PORT: '0',
  CURITY_ADMIN_PORT: '0',
  KONNECT_PORT: '0',
  GATEWAY_PORT: '0',
  GATEWAY_ADMIN_PORT: '0',
  ECHO_PORT: '0',
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...freePorts, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    out.stderr += text
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...out }))
  })
  return { child, ended, out }
}

const call = (args: string[], env?: Record<string, string>) => start(args, env).ended

describe('a wrong call ends with code 2 and says what to do', () => {
  test('an unknown command', async () => {
    const { code, stderr } = await call(['upp'])
    expect(code).toBe(2)
    expect(stderr).toContain("unknown command 'upp'")
    expect(stderr).toContain('Did you mean up?')
  })

  test('an unknown option', async () => {
    const { code, stderr } = await call(['up', '--walks'])
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean --walk?')
  })

  test('a settings file with several mistakes: all of them, each with its path', async () => {
    const config = file('wrong.yaml', 'curity: { accessToken: jwt, registration: maybe }\nkonect: {}\n')
    const { code, stderr } = await call(['up', '--config', config])
    expect(code).toBe(2)
    expect(stderr).toContain('curity.accessToken: no such setting (did you mean "accessTokens"?)')
    expect(stderr).toContain('curity.registration: must be one of on, off')
    expect(stderr).toContain('konect: no such setting (did you mean "konnect"?)')
  })

  test('a settings file that is no YAML, and one that is not there', async () => {
    const broken = await call(['up', '--config', file('broken.yaml', 'curity: [\n')])
    expect(broken.code).toBe(2)
    expect(broken.stderr).toContain('broken.yaml')
    const missing = await call(['up', '--config', 'nowhere.yaml'])
    expect(missing.code).toBe(2)
    expect(missing.stderr).toContain('nowhere.yaml: no such file\n')
  })

  test('wrong variables in the environment: all of them', async () => {
    const { code, stderr } = await call(['up'], { CURITY_PORT: 'many', KONNECT_PORT: '70000' })
    expect(code).toBe(2)
    expect(stderr).toContain('CURITY_PORT: must be integer')
    expect(stderr).toContain('KONNECT_PORT: must be')
  })

  test('a port that is taken: which one, who needs it, how to choose another', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    const { port } = await new Promise<{ port: number }>((resolve) =>
      holder.on('listening', () => resolve(holder.address() as { port: number })),
    )
    const { code, stderr } = await call(['up'], { KONNECT_PORT: String(port) })
    holder.close()
    expect(code).toBe(2)
    expect(stderr).toBe(
      `dcr-harness: mock-konnect cannot listen on 127.0.0.1:${port}: the port is taken by another process; set KONNECT_PORT to another port\n`,
    )
  })

  test('an unknown scenario: the nearest name', async () => {
    const { code, stderr } = await call(['run', 'walkthrough-v4'])
    expect(code).toBe(2)
    expect(stderr).toContain('walkthrough-v4: no such scenario (did you mean "walkthrough-v')
  })

  test('a scenario file that does not parse, one that exports nothing, one that is not there', async () => {
    const broken = file('broken.ts', 'export default scenario({\n')
    const empty = file('empty.ts', 'export const x = 1\n')
    const { code, stderr } = await call(['run', broken, empty, './missing.ts'])
    expect(code).toBe(2)
    expect(stderr).toContain(`${broken}: cannot be loaded`)
    expect(stderr).toContain(`${empty}: must export a scenario by default`)
    expect(stderr).toContain('./missing.ts: no such file')
  })

  test('an addresses file with mistakes', async () => {
    const { code, stderr } = await call(['run', '--against', file('addresses.yaml', 'curity: { url: here }\n')])
    expect(code).toBe(2)
    expect(stderr).toContain('curity.issuer: is required')
    expect(stderr).toContain('konnect: is required')
  })
})

test('secrets of an addresses file come from the environment, and what is not there is named', async () => {
  const { code, stderr } = await call([
    'run',
    '--against',
    file('from-env.yaml', `konnect: { token: "\${NO_SUCH_TOKEN}" }\n`),
  ])
  expect(code).toBe(2)
  expect(stderr).toContain('konnect.token: needs NO_SUCH_TOKEN in the environment')
})

const scenarioFile = (name: string, body: string) =>
  file(
    name,
    `export default { id: '${name.replace(/\.\w+$/, '')}', title: 'a scenario of the test', refs: [], run: ${body} }\n`,
  )

describe('run', () => {
  test('ends with 0 when all held, and tells it to people', async () => {
    const { code, stdout } = await call(['run', 'no-route', 'no-credentials'])
    expect(stdout).toMatch(/✓ no-route .*\n✓ no-credentials .*\n\n2 passed, 0 failed\n$/)
    expect(code).toBe(0)
  })

  test('ends with 1 when one failed, and says what was refused and why', async () => {
    const failing = scenarioFile(
      'failing.mjs',
      `async ({ gateway }, step) => {
        const reply = await step('somebody calls', () => gateway.get('/orders'))
        if (reply.status !== 200) throw new Error('the API did not answer')
      }`,
    )
    const { code, stdout } = await call(['run', failing])
    expect(code).toBe(1)
    expect(stdout).toContain('✗ failing')
    expect(stdout).toContain('✓ somebody calls')
    expect(stdout).toContain('the API did not answer')
    expect(stdout).toMatch(/client → gateway-sim {2}GET \/orders {2}401 .*\n\s+gateway\.no-credentials: /)
    expect(stdout).toMatch(/0 passed, 1 failed\n$/)
  })

  test('fails a scenario that arms a fault which nothing hits', async () => {
    const armed = file(
      'armed.mjs',
      `export default { id: 'armed', title: 'arms in vain', refs: [], needs: ['levers'],
        run: ({ levers }) => levers.fault('curity', { route: 'POST /oauth/v2/oauth-token', kind: 'answer' }) }\n`,
    )
    const { code, stdout } = await call(['run', armed])
    expect(code).toBe(1)
    expect(stdout).toContain('armed but never hit: POST /oauth/v2/oauth-token')
  })

  test('tells machines in one JSON document', async () => {
    const { stdout } = await call(['run', 'no-route', '--json'])
    const { results } = JSON.parse(stdout) as { results: { id: string; outcome: string }[] }
    expect(results).toMatchObject([{ id: 'no-route', outcome: 'passed' }])
  })
})

describe('up', () => {
  test('walks, serves, is run against, and ends with Ctrl-C', async () => {
    const { child, ended, out } = start(['up', '--walk', '--addresses', 'up.yaml'])
    await expect.poll(() => out.stdout).toContain('Ctrl-C stops')
    expect(out.stderr).toBe('')
    const curl = /curl -i -u (\S+):(\S+) (\S+)/.exec(out.stdout)
    const [, id, secret, url] = curl ?? []
    const basic = (password: string) => ({ authorization: `Basic ${btoa(`${id}:${password}`)}` })
    expect((await fetch(String(url), { headers: basic(String(secret)) })).status).toBe(200)
    expect((await fetch(String(url), { headers: basic('wrong') })).status).toBe(401)
    await expect.poll(() => out.stdout).toContain('401 gateway-sim')

    const against = await call(['run', '--against', 'up.yaml', 'secret-rotated', 'walkthrough-v2', 'no-route'])
    expect(against.stdout).toMatch(/3 passed, 0 failed\n$/)
    expect((await fetch(String(url), { headers: basic(String(secret)) })).status, 'what it had before is back').toBe(
      200,
    )

    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
  })

  test('--list prints what would run, and runs nothing', async () => {
    const { code, stdout } = await call(['run', '--list', 'no-route', 'wrong-secret'])
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^no-route {6}\[refusal\b.*\] {2}\S/),
      expect.stringMatching(/^wrong-secret {2}\[refusal\b.*\] {2}\S/),
    ])
  })

  test('Ctrl-C amid the walk ends it as quietly', async () => {
    const { child, ended, out } = start(['up', '--walk'])
    await expect.poll(() => out.stdout, { interval: 1 }).toContain('\u2713')
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect([code, stderr]).toEqual([0, ''])
  })

  test('with --tls the walk and a run against it go by https', async () => {
    const { child, ended, out } = start(['up', '--walk', '--tls', '--addresses', 'tls.yaml'])
    await expect.poll(() => out.stdout).toContain('Ctrl-C stops')
    expect(out.stderr).toBe('')
    expect(out.stdout).toContain(`export NODE_EXTRA_CA_CERTS=${join(folder, 'dcr-harness-tls', 'ca.pem')}`)
    expect(out.stdout).toContain('-----BEGIN CERTIFICATE-----')
    expect(out.stdout).toMatch(/curl -i --cacert dcr-harness-tls\/ca\.pem -u \S+ https:/)
    const against = await call(['run', '--against', 'tls.yaml', 'walkthrough-v3', 'no-route'])
    expect(against.stdout).toMatch(/2 passed, 0 failed\n$/)
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
  })

  test('speaks JSON lines to machines', async () => {
    const { child, ended, out } = start(['up', '--walk', '--json'])
    await expect.poll(() => out.stdout).toContain('"event":"ready"')
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    const events = out.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string })
    expect(events.map(({ event }) => event)).toEqual(['step', 'step', 'step', 'step', 'step', 'ready'])
  })
})
