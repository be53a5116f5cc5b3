import { afterAll, beforeAll, describe, expect } from 'vitest'
import { StoreUnusable } from '../../../kit/journal.ts'
import { postgresStore } from '../../../kit/postgres/postgres-store.ts'
import type { Change } from '../../../kit/table.ts'
import { noPostgres, startPostgres, type TestPostgres } from './server.ts'
import { test } from './stores.ts'

describe.skipIf(noPostgres)(`a PostgreSQL store${noPostgres ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  /** Why it cannot be opened; the port is replaced, and a password in it fails the test. */
  const whyNot = async (address: string, sealedUnder = 'key'): Promise<string> => {
    const error = await postgresStore({ address, sealedUnder, say() {} }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreUnusable)
    const { message } = error as Error
    expect(message).not.toContain('sesam')
    expect(message).not.toContain('\n')
    return message.replaceAll(String(postgres.port), 'PORT').replaceAll(/world_\d+/g, 'WORLD')
  }
  const as = (address: string, user: string) => address.replace('postgres@', `${user}@`)

  test('that cannot be reached says why in one line, without the password', async () => {
    const address = await postgres.fresh()
    await postgres.query(address, "CREATE ROLE locked LOGIN PASSWORD 'right'")
    const from = 'the store postgres://'
    expect(await whyNot('postgres://me:sesam@127.0.0.1:1/db')).toBe(
      `${from}me@127.0.0.1:1/db cannot be used: connect ECONNREFUSED 127.0.0.1:1`,
    )
    expect(await whyNot(as(address, 'locked:sesam'))).toBe(
      `${from}locked@127.0.0.1:PORT/WORLD cannot be used: password authentication failed for user "locked"`,
    )
    expect(await whyNot(address.replace(/world_\d+/, 'nowhere'))).toBe(
      `${from}postgres@127.0.0.1:PORT/nowhere cannot be used: database "nowhere" does not exist`,
    )
    expect(await whyNot(as(address, 'stranger:sesam'))).toBe(
      `${from}stranger@127.0.0.1:PORT/WORLD cannot be used: role "stranger" does not exist`,
    )
  })

  test.for([
    ['postgres:sesam', 'it names a host and a database'],
    ['postgres://me:sesam@host', 'it names a host and a database'],
    ['postgres://me:sesam@host:x/db', 'this is no address'],
    ['postgres://me:ses#am@host/db', 'this is no address'],
    ['postgres://host/db#sesam', 'a "#" is written %23'],
    ['postgres://host/db?schema=Drop%20table', 'a schema is at most 40 of a-z, 0-9 and _'],
  ] as const)('%s is no address', async ([address, why]) => {
    expect(await whyNot(address)).toBe(
      `the store postgres://… cannot be used: ${why}; its address is postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME`,
    )
  })

  test("refuses another program's schema, a newer form, another key, and a user who may only read", async ({
    replica,
  }) => {
    const address = await postgres.fresh()
    const place = 'the store postgres://postgres@127.0.0.1:PORT/WORLD cannot be used:'
    await postgres.query(address, 'CREATE TABLE theirs (id text)')
    expect(await whyNot(`${address}?schema=public`)).toBe(`${place} the schema public belongs to another program`)

    await replica(address)
    expect(await whyNot(address, 'another key')).toBe(`${place} its secrets are sealed under another key`)

    await postgres.query(address, 'CREATE ROLE reader LOGIN')
    const reader = place.replace('postgres@', 'reader@')
    const readOnly = `${reader} this user may not write in the schema dcr_harness`
    expect(await whyNot(as(address, 'reader'))).toBe(readOnly)
    const rights =
      'GRANT USAGE ON SCHEMA dcr_harness TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA dcr_harness TO reader'
    await postgres.query(address, rights)
    expect(await whyNot(as(address, 'reader'))).toBe(readOnly)
    expect(await whyNot(`${as(address, 'reader')}?schema=fresh`)).toBe(`${reader} permission denied for database WORLD`)

    await postgres.query(address, 'UPDATE dcr_harness.dcr_harness SET form = 99')
    expect(await whyNot(address)).toBe(`${place} a newer version wrote it (form 99; this one reads up to 1)`)
  })

  test('that several open at the same time for the first time is made once', async ({ replica }) => {
    const address = await postgres.fresh()
    const replicas = await Promise.all(Array.from({ length: 5 }, () => replica(address)))
    await replicas[0]?.table.insert({ id: '1' })
    expect(await replicas[4]?.table.all()).toEqual([{ id: '1' }])
  })

  test('that goes away fails each call in words, and serves again when it is back: what was told meanwhile is an upheaval', async ({
    replica,
  }) => {
    const { database, table, said } = await replica(await postgres.fresh())
    await table.insert({ id: '1' })
    const { promise: upheaval, resolve } = Promise.withResolvers<void>()
    database.onUpheaval(resolve)

    await postgres.crash()
    for (const call of [
      () => table.find('1'),
      () => table.insert({ id: '2' }),
      () => table.replace({ id: '1', owner: 'ann' }),
      () => table.remove('1'),
      () => table.page({ from: 0, size: 1 }),
      () => database.snapshot(),
      () => database.restore({}),
      () => database.alone('name', async () => {}),
      () => database.counters.next('count'),
      () => database.caughtUp(),
    ]) {
      await expect(call()).rejects.toThrow(StoreUnusable)
    }

    await postgres.start()
    await upheaval
    expect(said.map((what) => what.replace(/^postgres:\S+ /, ''))).toEqual([
      'the connection fell; connecting again',
      'connected again',
    ])
    expect(await table.all()).toEqual([{ id: '1' }])
    const heard: Change[] = []
    database.onChange((change) => heard.push(change))
    await table.insert({ id: '2' })
    await database.caughtUp()
    expect(heard).toHaveLength(1)
  })
})
