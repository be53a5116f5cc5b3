import { afterAll, beforeAll, describe, expect } from 'vitest'
import { type Change, put, UniqueViolation } from '../../../kit/table.ts'
import { noPostgres, startPostgres, type TestPostgres } from './server.ts'
import { type Replica, test } from './stores.ts'

describe.skipIf(noPostgres)(`processes that share a database${noPostgres ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  const two = async (replica: (address: string) => Promise<Replica>) => {
    const address = await postgres.fresh()
    return [await replica(address), await replica(address)] as const
  }

  test('read what another has just written, and are told of it, in the order of the changes', async ({ replica }) => {
    const [a, b] = await two(replica)
    const heard: Change[] = []
    b.database.onChange((change) => heard.push(change))
    a.database.onChange(() => {})
    await a.table.insert({ id: '1', owner: 'ann' })
    expect(await b.table.find('1')).toEqual({ id: '1', owner: 'ann' })
    await a.table.replace({ id: '1', owner: 'bob' })
    expect(await b.table.listBy('owner', 'bob')).toEqual([{ id: '1', owner: 'bob' }])
    await a.table.remove('1')
    await b.database.caughtUp()
    expect(heard).toEqual([
      { table: 'clients', row: { id: '1', owner: 'ann' }, before: undefined, elsewhere: true },
      { table: 'clients', row: { id: '1', owner: 'bob' }, before: { id: '1', owner: 'ann' }, elsewhere: true },
      { table: 'clients', row: undefined, before: { id: '1', owner: 'bob' }, elsewhere: true },
    ])
  })

  test('are told of their own changes once, and at once', async ({ replica }) => {
    const [a] = await two(replica)
    const heard: Change[] = []
    a.database.onChange((change) => heard.push(change))
    await a.table.insert({ id: '1' })
    expect(heard).toEqual([{ table: 'clients', row: { id: '1' }, before: undefined }])
    await a.database.caughtUp()
    expect(heard).toHaveLength(1)
  })

  test('are told of rows that no notification could hold', async ({ replica }) => {
    const [a, b] = await two(replica)
    const heard: Change[] = []
    for (const { database } of [a, b]) database.onChange((change) => heard.push(change), ['clients'])
    await a.table.insert({ id: 'long', text: 'x'.repeat(100_000) })
    await b.database.caughtUp()
    expect(heard.map(({ row }) => (row as { text?: string }).text?.length)).toEqual([100_000, 100_000])
  })

  test('of tables that nobody follows, nothing is told and nothing noted', async ({ replica }) => {
    const [a, b] = await two(replica)
    const heard: Change[] = []
    for (const { database } of [a, b]) database.onChange((change) => heard.push(change), ['others'])
    await a.table.insert({ id: '1' })
    await b.database.caughtUp()
    expect(heard).toEqual([])
  })

  test('of many inserts of one id, or of one unique value, one wins', async ({ replica }) => {
    const [a, b] = await two(replica)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? a : b).table.insert({ id: 'same', owner: String(n) })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const named = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? a : b).table.insert({ id: `n${n}`, name: 'one name' })),
    )
    const lost = named.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    expect(lost).toHaveLength(19)
    for (const reason of lost) expect(reason).toEqual(new UniqueViolation('clients', 'name', 'one name'))
    expect(await a.table.count()).toBe(2)
  })

  test('of many removals of one row, one is true', async ({ replica }) => {
    const [a, b] = await two(replica)
    await a.table.insert({ id: '1' })
    const removals = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? a : b).table.remove('1')))
    expect(removals.filter(Boolean)).toHaveLength(1)
  })

  test('all may put the same row at the same time, and it stands once', async ({ replica }) => {
    const [a, b] = await two(replica)
    const fresh = await Promise.all(Array.from({ length: 10 }, (_, n) => put((n % 2 ? a : b).table, { id: '1' })))
    expect(fresh.filter(Boolean)).toHaveLength(1)
    expect(await b.table.all()).toEqual([{ id: '1' }])
  })

  test('keys follow rows that several change at the same time', async ({ replica }) => {
    const [a, b] = await two(replica)
    await a.table.insert({ id: '1', owner: '0', name: 'n0' })
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? a : b).table.replace({ id: '1', owner: String(n), name: `n${n}` })),
    )
    const { owner = '', name = '' } = (await a.table.find('1')) ?? {}
    expect(await b.table.listBy('owner', owner)).toHaveLength(1)
    const counts = Array.from({ length: 20 }, (_, n) => b.table.countBy('owner', String(n)))
    expect((await Promise.all(counts)).reduce((sum, count) => sum + count)).toBe(1)
    await expect(b.table.insert({ id: '2', name })).rejects.toThrow(UniqueViolation)
  })

  test('count together, and are told when another has counted', async ({ replica }) => {
    const [a, b] = await two(replica)
    const heard: [string, number][] = []
    b.database.counters.onCount((name, value) => heard.push([name, value]))
    expect(await b.database.counters.read('of a thing')).toBe(0)
    const counted = await Promise.all(Array.from({ length: 6 }, () => a.database.counters.next('of a thing')))
    expect(counted.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6])
    expect(await b.database.counters.next('of a thing')).toBe(7)
    await b.database.caughtUp()
    expect(heard.toSorted(([, one], [, other]) => one - other)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => ['of a thing', n]),
    )
  })

  test('do work under one name one at a time, and under different names side by side', async ({ replica }) => {
    const [a, b] = await two(replica)
    const steps: string[] = []
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const first = a.database.alone('name', async () => {
      begin()
      await held
      steps.push('first')
    })
    await begun
    const second = b.database.alone('name', async () => void steps.push('second'))
    await b.database.alone('another', async () => void steps.push('another'))
    letGo()
    await Promise.all([first, second])
    expect(steps).toEqual(['another', 'first', 'second'])
  })

  test('whoever joins knows whether somebody is there', async ({ replica }) => {
    const address = await postgres.fresh()
    const [a, b] = [await replica(address), await replica(address)]
    const seen: boolean[] = []
    const join = ({ database }: Replica) => database.join(async (first) => void seen.push(first))
    await join(a)
    await join(b)
    await Promise.all([a.close(), b.close()])
    const locks =
      "SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    await expect.poll(() => postgres.query(address, locks)).toEqual([{ held: 0 }])
    await join(await replica(address))
    expect(seen).toEqual([true, false, true])
  })

  test('a restore by one is an upheaval for the others, and replaces one server alone', async ({ replica }) => {
    const address = await postgres.fresh()
    const [a, b, other] = [await replica(address), await replica(address), await replica(address, 'mock-curity')]
    const upheavals: string[] = []
    for (const [name, { database }] of Object.entries({ a, b, other }))
      database.onUpheaval(() => void upheavals.push(name))
    await other.table.insert({ id: 'stays' })
    await a.table.insert({ id: 'goes', name: 'taken' })
    await a.database.restore({ clients: [{ id: 'comes', name: 'taken' }] as never })
    await b.database.caughtUp()
    await other.database.caughtUp()
    expect(upheavals).toEqual(['b'])
    expect([await b.table.all(), await other.table.all()]).toEqual([
      [{ id: 'comes', name: 'taken' }],
      [{ id: 'stays' }],
    ])
    await expect(b.table.insert({ id: 'x', name: 'taken' })).rejects.toThrow(UniqueViolation)
  })

  test('schemas of one database share nothing', async ({ replica }) => {
    const address = await postgres.fresh()
    const [a, b] = [await replica(`${address}?schema=one`), await replica(`${address}?schema=two`)]
    await a.table.insert({ id: '1' })
    expect(await b.table.all()).toEqual([])
  })

  test('ids and values that the database cannot hold as they are are found, and are no others', async ({ replica }) => {
    const [a] = await two(replica)
    const odd = [
      '',
      '\0',
      'a\0',
      '\ud800',
      '\udfff',
      '\ufffd',
      '#',
      `#${'0'.repeat(64)}`,
      'x'.repeat(9000),
      "'; --",
      '🦊',
    ]
    for (const id of odd) await a.table.insert({ id, owner: id, name: id, text: id })
    for (const id of odd) {
      expect(await a.table.find(id)).toEqual({ id, owner: id, name: id, text: id })
      expect(await a.table.listBy('owner', id)).toEqual([{ id, owner: id, name: id, text: id }])
    }
    expect(await a.table.find('x'.repeat(9001))).toBeUndefined()
    expect(await a.table.all()).toHaveLength(odd.length)
  })
})
