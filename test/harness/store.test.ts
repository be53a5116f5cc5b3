import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import { connectWorld } from '../../harness/world.ts'
import { command, ended, upServing } from './served.ts'
import { survivesKills } from './survives-kills.ts'

const test = base.extend('file', ({}, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-store-'))
  onCleanup(() => rmSync(folder, { recursive: true }))
  return join(folder, 'state.db')
})

describe('a world over a SQLite file', () => {
  test('is the same world after a restart: the application calls, and its secret is still sealed', async ({ file }) => {
    const store = [`--store=sqlite:${file}`]
    const first = await upServing(store)
    const before = await connectWorld(first.addresses)
    const application = await before.portal.createApplication({ name: 'kept' })
    await before.portal.register(application)
    const { admin } = first.addresses.curity
    const changed = await fetch(
      `${admin}/admin/api/restconf/data/base:profiles/profile=token-service,oauth-service/settings/profile-oauth:authorization-server/client-store/config-backed/client=gateway-introspect`,
      {
        method: 'DELETE',
        headers: { authorization: `Basic ${btoa('admin:admin-password')}` },
      },
    )
    expect(changed.status).toBe(204)
    await before.close()
    await first.end('SIGTERM')

    const second = await upServing(store, first.env)
    const after = await connectWorld(second.addresses)
    expect((await after.gateway.get('/orders', { basic: application })).status).toBe(200)
    const rotated = await after.portal.rotateSecret(application)
    expect(rotated.clientId).toBe(application.clientId)
    expect((await after.gateway.get('/orders', { basic: rotated })).status).toBe(200)
    expect(JSON.stringify(await after.levers.state('curity'))).not.toContain('gateway-introspect')
    await after.close()
    await second.end('SIGTERM')

    const bytes = readFileSync(file).toString('latin1')
    for (const secret of [application.clientSecret, rotated.clientSecret, 'konnect-dcr-secret']) {
      expect(bytes).not.toContain(secret)
    }
  })

  test('survives kill -9 amid creations', async ({ file }) => {
    await survivesKills([`--store=sqlite:${file}`])
  })
})

describe('a store that cannot be used ends the start with code 2 and one line', () => {
  const refused = async (address: string) => {
    const { code, stderr } = await ended(command(['up', `--store=${address}`]))
    return { code, stderr }
  }

  test('no such kind', async () => {
    expect(await refused('redis:x')).toEqual({
      code: 2,
      stderr:
        'dcr-harness: the store redis:x cannot be used: a store is `memory`, `sqlite:FILE` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`\n',
    })
  })

  test('no such folder', async () => {
    expect(await refused('sqlite:/nowhere/at/all.db')).toEqual({
      code: 2,
      stderr:
        'dcr-harness: the store sqlite:/nowhere/at/all.db cannot be used: unable to open database file; its folder must be there, and may be written\n',
    })
  })

  test('a key that is none', async ({ file }) => {
    writeFileSync(`${file}.key`, 'short')
    expect(await refused(`sqlite:${file}`)).toEqual({
      code: 2,
      stderr: `dcr-harness: the store sqlite:${file} cannot be used: ${file}.key holds no key of 32 bytes as hex\n`,
    })
  })
})
