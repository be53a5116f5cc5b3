import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, describe, expect } from 'vitest'
import { connectWorld, startWorld } from '../../harness/world.ts'
import { command, ended, upServing } from './served.ts'

const exported = fileURLToPath(new URL('../mock-curity/curity-export.xml', import.meta.url))
const initial = { initial_client_id: 'acme-portal', initial_client_secret: 'acme-portal-secret' }

const test = base.extend('folder', ({}, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-export-'))
  onCleanup(() => rmSync(folder, { recursive: true }))
  return folder
})

describe("an export of a real Curity in place of the demo's configuration", () => {
  test('a world over it: an application gets its client, and calls with a token of its issuer', async ({
    onTestFinished,
  }) => {
    const world = await startWorld({ given: { curity: { configurationFile: exported }, provider: initial } })
    onTestFinished(() => world.close())
    expect(new URL(world.addresses.curity.issuer).pathname).toBe('/~')
    const application = await world.portal.createApplication({ name: 'billing' })
    await world.portal.register(application)
    expect((await world.gateway.get('/orders', { basic: application })).status).toBe(200)
  })

  test('up serves it, named on the command line or beside a settings file', async ({ folder }) => {
    copyFileSync(exported, join(folder, 'acme.xml'))
    const settings = join(folder, 'settings.yaml')
    writeFileSync(settings, `curity: { configurationFile: acme.xml }\nprovider: ${JSON.stringify(initial)}\n`)
    const served = await upServing([`--config=${settings}`])
    const world = await connectWorld(served.addresses)
    const { clientId } = await world.portal.createApplication({ name: 'billing' })
    expect(clientId).toMatch(/^[0-9a-f-]{36}$/)
    await world.close()
    await served.end('SIGTERM')

    const other = await upServing([`--curity-config=${exported}`])
    const metadata = await fetch(`${other.addresses.curity.issuer}/.well-known/openid-configuration`)
    expect(await metadata.json()).toMatchObject({ issuer: other.addresses.curity.issuer, scopes_supported: ['openid'] })
    await other.end('SIGTERM')
  })

  test('what cannot be read ends the start with code 2', async ({ folder }) => {
    expect(await ended(command(['up', '--curity-config=/nowhere.xml']))).toEqual({
      code: 2,
      stdout: '',
      stderr: 'dcr-harness: /nowhere.xml: no such file\n',
    })
    const file = join(folder, 'other.xml')
    const settings = join(folder, 'settings.yaml')
    writeFileSync(file, '<server xmlns="urn:other"/>')
    writeFileSync(settings, 'curity: { configurationFile: other.xml, behaviour: { nodeState: DOWN } }\n')
    const { code, stderr } = await ended(command(['up', `--config=${settings}`]))
    expect(code).toBe(2)
    expect(stderr).toContain('curity.behaviour.nodeState: must be one of')
    expect(stderr).toContain(
      'curity.configurationFile: must be an export of Curity\'s configuration, a "config" of http://tail-f.com/ns/config/1.0; this is a "server" of urn:other',
    )
  })
})
