import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import { connectWorld, type World } from '../../harness/world.ts'
import { command, upServing } from './served.ts'

const test = base.extend('file', ({}, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-store-'))
  onCleanup(() => rmSync(folder, { recursive: true }))
  return join(folder, 'state.db')
})

interface State {
  tables: {
    applications: { id: string; name: string; client_id: string }[]
    orphans: { certainty: string; client_name: string }[]
    dynamic_clients: { id: string }[]
  }
}

const stateOf = async ({ levers }: World) => ({
  konnect: ((await levers.state('konnect')) as State).tables,
  curity: ((await levers.state('curity')) as State).tables,
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

    const second = await upServing(store, first.ports)
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
  }, 60_000)

  test('survives kill -9 amid creations: what was acknowledged is there and works, what was not is whole or noted', async ({
    file,
  }) => {
    const store = [`--store=sqlite:${file}`]
    let served = await upServing(store)
    const acknowledged: { name: string; clientId: string; clientSecret: string }[] = []
    for (const round of [1, 2, 3]) {
      const world = await connectWorld(served.addresses)
      await world.portal.signIn()
      const creations = Array.from({ length: 40 }, async (_, at) => {
        acknowledged.push(await world.portal.createApplication({ name: `round ${round} ${at}` }))
        // Somewhere amid the burst, at another place each time.
        if (acknowledged.length === round * 11) await served.end('SIGKILL')
      })
      await Promise.allSettled(creations)
      await world.close()
      served = await upServing(store, served.ports)
    }

    const world = await connectWorld(served.addresses)
    const { konnect, curity } = await stateOf(world)
    const shown = new Map(konnect.applications.map((application) => [application.name, application.client_id]))
    expect(acknowledged.length).toBeGreaterThanOrEqual(33)
    for (const { name, clientId } of acknowledged) expect([name, shown.get(name)]).toEqual([name, clientId])
    for (const application of acknowledged)
      expect((await world.curity.clientCredentials(application)).access_token).toBeTruthy()

    const clients = new Set(curity.dynamic_clients.map(({ id }) => id))
    expect([...shown.values()].filter((id) => !clients.has(id))).toEqual([])
    const alone = [...clients].filter((id) => ![...shown.values()].includes(id))
    const noted = konnect.orphans.filter(({ certainty }) => certainty !== 'under-way')
    expect(noted.length).toBeGreaterThanOrEqual(alone.length)
    await world.close()
    await served.end('SIGTERM')
  }, 120_000)
})

describe('a store that cannot be used ends the start with code 2 and one line', () => {
  const ended = async (address: string) => {
    const child = command(['up', `--store=${address}`])
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    return { code, stderr }
  }

  test('no such kind', async () => {
    expect(await ended('redis:x')).toEqual({
      code: 2,
      stderr:
        'dcr-harness: the store redis:x cannot be used: a store is `memory`, `sqlite:FILE` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`\n',
    })
  })

  test('no such folder', async () => {
    expect(await ended('sqlite:/nowhere/at/all.db')).toEqual({
      code: 2,
      stderr: 'dcr-harness: the store sqlite:/nowhere/at/all.db cannot be used: unable to open database file\n',
    })
  })

  test('a key that is none', async ({ file }) => {
    writeFileSync(`${file}.key`, 'short')
    expect(await ended(`sqlite:${file}`)).toEqual({
      code: 2,
      stderr: `dcr-harness: the store sqlite:${file} cannot be used: ${file}.key holds no key of 32 bytes as hex\n`,
    })
  })
})
