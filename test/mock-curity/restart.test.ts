import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { memoryDatabase } from '../../kit/memory-database.ts'
import { sqliteStore } from '../../kit/sqlite-store.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { configured, jwt, together } from './configurations.ts'
import { tokenPath } from './rig.ts'

const test = base.extend('file', ({}, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-curity-restart-'))
  onCleanup(() => rmSync(folder, { recursive: true }))
  return join(folder, 'state.db')
})

const sealingKey = Buffer.alloc(32, 7)
const clients =
  '/admin/api/restconf/data/base:profiles/profile=token-service,oauth-service/settings/profile-oauth:authorization-server/client-store/config-backed'
const admin = basicAuthorization('admin', 'admin-password')
const newcomer = basicAuthorization('newcomer', 'newcomer-secret')
const service = basicAuthorization('service', 'service-secret')

/** A server over the file, as a process of its own would be: nothing but the file is shared. */
async function started(
  file: string,
  { configuration = {}, key = sealingKey }: { configuration?: object; key?: Buffer } = {},
) {
  const store = await sqliteStore(file)
  const mock = await buildMockCurity({
    baseUrl: 'http://curity.test',
    configuration: configured(together(jwt, configuration)),
    database: memoryDatabase(store.journal('mock-curity')),
    sealingKey: key,
  }).catch((error) => {
    store.close()
    throw error
  })
  return {
    ...mock,
    token: (authorization: string) =>
      mock.app.inject({
        method: 'POST',
        url: tokenPath,
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
        payload: 'grant_type=client_credentials',
      }),
    addClient: () =>
      mock.admin.inject({
        method: 'PUT',
        url: `${clients}/client=newcomer`,
        headers: { 'content-type': 'application/yang-data+json', authorization: admin },
        payload: {
          'profile-oauth:client': {
            id: 'newcomer',
            secret: 'newcomer-secret',
            capabilities: { 'client-credentials': [null] },
          },
        },
      }),
    removeClient: (id: string) =>
      mock.admin.inject({ method: 'DELETE', url: `${clients}/client=${id}`, headers: { authorization: admin } }),
    rotate: (how: string) => mock.app.inject({ method: 'POST', url: '/_mock/keys/rotate', payload: { how } }),
    kids: async () =>
      (await mock.app.inject('/oauth/v2/oauth-anonymous/jwks'))
        .json<{ keys: { kid: string }[] }>()
        .keys.map(({ kid }) => kid),
    introspected: async (token: string) =>
      (
        await mock.app.inject({
          method: 'POST',
          url: '/oauth/v2/oauth-introspect',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            authorization: basicAuthorization('introspector', 'introspector-secret'),
          },
          payload: new URLSearchParams({ token }).toString(),
        })
      ).json<{ active: boolean }>().active,
    async end() {
      await mock.app.close()
      store.close()
    },
  }
}

describe('over one file, a server that starts again', () => {
  test('has the configuration as it was changed, and its secrets are in the file in no readable form', async ({
    file,
  }) => {
    const first = await started(file)
    expect((await first.addClient()).statusCode).toBe(201)
    expect((await first.removeClient('service')).statusCode).toBe(204)
    await first.end()
    const second = await started(file)
    expect((await second.token(newcomer)).statusCode).toBe(200)
    expect((await second.token(service)).statusCode).toBe(401)
    await second.end()
    const bytes = readFileSync(file).toString('latin1')
    for (const secret of ['newcomer', 'registrar-secret', 'alice-password', 'privateJwk'])
      expect(bytes).not.toContain(secret)
  })

  test('has its rotated keys: tokens of before are read, and the key set is the same', async ({ file }) => {
    const first = await started(file)
    const old = (await first.token(service)).json<{ access_token: string }>().access_token
    await first.rotate('overlap')
    const fresh = (await first.token(service)).json<{ access_token: string }>().access_token
    const kids = await first.kids()
    expect(kids).toHaveLength(2)
    await first.end()
    const second = await started(file)
    expect(await second.kids()).toEqual(kids)
    expect([await second.introspected(old), await second.introspected(fresh)]).toEqual([true, true])
    await second.end()
  })

  test('follows its settings while nobody has changed them, and takes its address from the start', async ({ file }) => {
    await (await started(file)).end()
    const extra = { environments: { environment: { 'base-url': 'http://moved.test' } } }
    const second = await started(file, { configuration: together(extra, { accounts: [] }) })
    expect(second.configuration().accounts).toEqual([])
    await second.addClient()
    second.setBaseUrl('http://first.test')
    await second.end()
    const third = await started(file)
    expect(third.configuration().environments.environment['base-url']).toBe('http://curity.test')
    expect(third.configuration().accounts).toEqual([])
    await third.end()
  })

  test('after a reset is what its settings say', async ({ file }) => {
    const first = await started(file)
    const [kid] = await first.kids()
    await first.addClient()
    await first.rotate('abrupt')
    await first.levers.state.reset()
    expect(await first.kids()).toEqual([kid])
    await first.end()
    const second = await started(file)
    expect((await second.token(newcomer)).statusCode).toBe(401)
    expect(await second.kids()).toEqual([kid])
    await second.end()
  })

  test('has the state that was loaded; what is kept is no table of the document', async ({ file }) => {
    const other = await buildMockCurity({ configuration: configured({}) })
    const document = await other.levers.state.snapshot({ secrets: true })
    await other.app.close()
    const first = await started(file)
    await first.levers.state.restore({
      ...document,
      configuration: { ...(document as { configuration: object }).configuration, accounts: [] },
    })
    await first.end()
    const second = await started(file)
    expect(second.configuration().accounts).toEqual([])
    const { tables } = (await second.levers.state.snapshot({ secrets: true })) as { tables: object }
    expect(Object.keys(tables)).not.toContain('kept')
    await second.end()
  })

  test('does not start with what another key sealed', async ({ file }) => {
    const first = await started(file)
    await first.addClient()
    await first.end()
    await expect(started(file, { key: Buffer.alloc(32, 8) })).rejects.toThrow(
      'the store of mock-curity cannot be used: its configuration was sealed under another key',
    )
  })

  test('says so when what was kept names what this start does not have', async ({ file }) => {
    const check = {
      profiles: {
        profile: [
          {
            id: 'token-service',
            endpoints: {
              endpoint: [{ id: 'token-service-dynamic-client-registration', 'pre-processing-procedure': 'check' }],
            },
          },
        ],
      },
    }
    const store = await sqliteStore(file)
    const first = await buildMockCurity({
      configuration: configured(check),
      procedures: { check: () => ({}) },
      database: memoryDatabase(store.journal('mock-curity')),
      sealingKey,
    })
    await first.admin.inject({ method: 'DELETE', url: `${clients}/client=service`, headers: { authorization: admin } })
    await first.app.close()
    store.close()
    await expect(started(file)).rejects.toThrow('pre-processing-procedure: "check" names nothing')
  })
})

describe('the version of a state document', () => {
  test.for([
    [undefined, 'version: is missing: an older version of mock-curity wrote this document; this one reads version 1'],
    [2, 'version: is 2: another version of mock-curity wrote this document; this one reads version 1'],
    ['1', 'version: is "1": another version of mock-curity wrote this document; this one reads version 1'],
  ] as const)('%s is refused', async ([version, message]) => {
    const { app, levers } = await buildMockCurity()
    const document = await levers.state.snapshot({ secrets: true })
    expect(document).toMatchObject({ version: 1 })
    await expect(levers.state.restore({ ...document, version })).rejects.toThrow(message)
    await app.close()
  })
})
