import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DockerComposeEnvironment, type StartedDockerComposeEnvironment, Wait } from 'testcontainers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePorts } from '../../kit/free-port.ts'
import { image, missing, root } from './engine.ts'

const walkthroughs = ['walkthrough-v3', 'walkthrough-v2', 'walkthrough-application-setup']
const services = ['curity', 'konnect', 'gateway', 'echo']
const ports = ['CURITY_PORT', 'CURITY_ADMIN_PORT', 'KONNECT_PORT', 'GATEWAY_PORT', 'GATEWAY_ADMIN_PORT', 'KONG_PORT']

describe.skipIf(missing)(`docker compose up${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-compose-'))
  let world: StartedDockerComposeEnvironment

  const start = async () => {
    const env: Record<string, string> = { DCR_HARNESS_IMAGE: image }
    for (const [name, port] of Object.entries(await freePorts(ports))) env[name] = String(port)
    const compose = new DockerComposeEnvironment(root, 'docker-compose.yml').withEnvironment(env)
    for (const service of services) compose.withWaitStrategy(`${service}-1`, Wait.forHealthCheck())
    return compose.withNoRecreate().up()
  }

  const inside = async (script: string) => {
    const { output, exitCode } = await world.getContainer('gateway-1').exec(['sh', '-c', script])
    return { output, exitCode }
  }

  beforeAll(async () => {
    world = await start()
  })

  afterAll(async () => {
    await world?.down({ removeVolumes: true })
    rmSync(folder, { recursive: true })
  })

  test('the walkthroughs hold from the host', async () => {
    const { output } = await inside('dcr-harness addresses')
    const addresses = join(folder, 'addresses.yaml')
    writeFileSync(addresses, output)
    const args = [join(root, 'bin/dcr-harness.js'), 'run', '--against', addresses, ...walkthroughs]
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, NO_COLOR: '1' } })
    expect(stdout).toContain('3 passed, 0 failed')
  })

  test('and from inside the network, under the same issuer', async () => {
    const run = `dcr-harness addresses > /tmp/addresses.yaml && dcr-harness run --against /tmp/addresses.yaml ${walkthroughs.join(' ')}`
    const { output, exitCode } = await inside(run)
    expect([exitCode, output]).toEqual([0, expect.stringContaining('3 passed, 0 failed')])
  })

  test('servers run as nobody in particular, and cannot write but to their data', async () => {
    expect((await inside('id -u')).output.trim()).toBe('1000')
    expect((await inside('touch /app/x')).exitCode).not.toBe(0)
    expect((await inside('command -v npm gcc make')).output.trim()).toBe('')
  })

  test('ports are published on loopback alone', () => {
    const id = world.getContainer('curity-1').getId()
    const lines = execFileSync('docker', ['port', id], { encoding: 'utf8' }).trim().split('\n')
    expect(lines.length).toBe(6)
    for (const line of lines) expect(line).toContain('-> 127.0.0.1:')
  })
})

describe.skipIf(missing)('a container that cannot start', () => {
  const refused = (args: readonly string[], env: readonly string[] = []) => {
    const { status, stdout, stderr } = spawnSync(
      'docker',
      ['run', '--rm', ...env.flatMap((pair) => ['-e', pair]), image, ...args],
      { encoding: 'utf8' },
    )
    return { status, said: (stdout + stderr).trim() }
  }

  test.for<[string, string[], string[], string]>([
    ['a port that is none', ['curity'], ['CURITY_PORT=eighty'], 'CURITY_PORT'],
    ['a base URL with a path', ['konnect'], ['KONNECT_BASE_URL=http://a/b'], 'KONNECT_BASE_URL'],
    [
      'a store that cannot be written',
      ['curity', '--store', 'sqlite:/app/state.db'],
      [],
      'unable to open database file',
    ],
    ['a command that there is not', ['curty'], [], "unknown command 'curty'"],
    ['no licence for a real product', ['licences'], [], 'KONG_LICENSE_DATA'],
    ['a licence that is none', ['licences'], ['KONG_LICENSE_DATA=abc'], 'KONG_LICENSE_DATA'],
  ])('%s: code 2, and it says which', ([, args, env, words]) => {
    const { status, said } = refused(args, env)
    expect([status, said]).toEqual([2, expect.stringContaining(words)])
  })
})
