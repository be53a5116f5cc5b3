import { afterAll, test as base, describe, expect } from 'vitest'
import { type Change, type Database, UniqueViolation } from '../../kit/table.ts'
import { databaseKinds } from './databases.ts'

interface Client {
  id: string
  owner?: string
  name?: string
  tags?: string[]
}

const clients = {
  name: 'clients',
  indexes: { owner: (row: Client) => row.owner, tag: (row: Client) => row.tags },
  unique: { name: (row: Client) => row.name },
}

const { kinds, end } = databaseKinds()
afterAll(end)

describe.for(kinds)('$title', ({ missing, open }) => {
  const test = base.extend('database', async ({}, { onCleanup }) => {
    const { database, close } = await open()
    onCleanup(close)
    return database
  })
  const setUp = (database: Database) => ({ database, table: database.table<Client>(clients) })

  test.skipIf(missing)('a row is found by its id until it is removed', async ({ database }) => {
    const { table } = setUp(database)
    await table.insert({ id: '1', owner: 'ann' })
    expect(await table.find('1')).toEqual({ id: '1', owner: 'ann' })
    expect(await table.remove('1')).toBe(true)
    expect([await table.find('1'), await table.remove('1'), await table.count()]).toEqual([undefined, false, 0])
  })

  test.skipIf(missing)(
    'rows of an index come oldest first, and a changed row keeps its place',
    async ({ database }) => {
      const { table } = setUp(database)
      for (const id of ['1', '2', '3']) await table.insert({ id, owner: 'ann' })
      await table.insert({ id: '4', owner: 'bob' })
      await table.replace({ id: '1', owner: 'ann', tags: ['changed'] })
      expect((await table.listBy('owner', 'ann')).map(({ id }) => id)).toEqual(['1', '2', '3'])
      expect((await table.all()).map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
      expect(await table.countBy('owner', 'ann')).toBe(3)
    },
  )

  test.skipIf(missing)('a row follows its key from one value of an index to another', async ({ database }) => {
    const { table } = setUp(database)
    await table.insert({ id: '1', owner: 'ann' })
    await table.replace({ id: '1', owner: 'bob' })
    expect([await table.listBy('owner', 'ann'), await table.listBy('owner', 'bob')]).toEqual([
      [],
      [{ id: '1', owner: 'bob' }],
    ])
    await table.replace({ id: '1' })
    expect(await table.countBy('owner', 'bob')).toBe(0)
  })

  test.skipIf(missing)(
    'a row with several keys is in several lists, and leaves those whose key it loses',
    async ({ database }) => {
      const { table } = setUp(database)
      await table.insert({ id: '1', tags: ['a', 'b'] })
      await table.insert({ id: '2', tags: ['b'] })
      const listed = async () =>
        Object.fromEntries(
          await Promise.all(
            ['a', 'b', 'c'].map(async (tag) => [tag, (await table.listBy('tag', tag)).map(({ id }) => id)]),
          ),
        )
      expect(await listed()).toEqual({ a: ['1'], b: ['1', '2'], c: [] })
      await table.replace({ id: '1', tags: ['b', 'c'] })
      expect(await listed()).toEqual({ a: [], b: ['1', '2'], c: ['1'] })
      await table.replace({ id: '1' })
      expect(await listed()).toEqual({ a: [], b: ['2'], c: [] })
      await table.remove('2')
      expect(await table.countBy('tag', 'b')).toBe(0)
    },
  )

  test.skipIf(missing)('two lists at once give what is in both, by id too', async ({ database }) => {
    const { table } = setUp(database)
    for (const id of ['1', '2', '3']) await table.insert({ id, owner: id === '3' ? 'bob' : 'ann', tags: ['a'] })
    const idsOf = async (index: string, value: string, within: { index: string; value: string }) =>
      (await table.listBy(index, value, within)).map(({ id }) => id)
    const ann = { index: 'owner', value: 'ann' }
    expect(await idsOf('tag', 'a', ann)).toEqual(['1', '2'])
    expect(await idsOf('owner', 'ann', { index: 'tag', value: 'a' })).toEqual(['1', '2'])
    expect([await idsOf('id', '2', ann), await idsOf('id', '3', ann), await idsOf('id', '9', ann)]).toEqual([
      ['2'],
      [],
      [],
    ])
    expect(await idsOf('tag', 'a', { index: 'owner', value: 'nobody' })).toEqual([])
  })

  test.skipIf(missing)('an index that was not declared is a mistake, not an empty list', async ({ database }) => {
    const { table } = setUp(database)
    await expect(table.listBy('colour', 'red')).rejects.toThrow('table clients has no index colour')
  })

  test.skipIf(missing)('refuses a second row of the same id, and keeps the first', async ({ database }) => {
    const { table } = setUp(database)
    await table.insert({ id: '1', owner: 'ann' })
    await expect(table.insert({ id: '1', owner: 'bob' })).rejects.toThrow(UniqueViolation)
    expect(await table.all()).toEqual([{ id: '1', owner: 'ann' }])
  })

  test.skipIf(missing)(
    'refuses a second row of the same unique value, on insert and on replace, and changes nothing',
    async ({ database }) => {
      const { table } = setUp(database)
      await table.insert({ id: '1', name: 'x', owner: 'ann' })
      await table.insert({ id: '2', name: 'y', owner: 'ann' })
      await expect(table.insert({ id: '3', name: 'x' })).rejects.toThrow('clients already has a row whose name is "x"')
      await expect(table.replace({ id: '2', name: 'x', owner: 'bob' })).rejects.toThrow(UniqueViolation)
      expect(await table.all()).toEqual([
        { id: '1', name: 'x', owner: 'ann' },
        { id: '2', name: 'y', owner: 'ann' },
      ])
      expect(await table.countBy('owner', 'ann')).toBe(2)
    },
  )

  test.skipIf(missing)(
    'a unique value is free again when its row is gone or has another; rows without one never collide',
    async ({ database }) => {
      const { table } = setUp(database)
      await table.insert({ id: '1', name: 'x' })
      await table.replace({ id: '1', name: 'x', owner: 'ann' })
      await table.replace({ id: '1', name: 'y' })
      await table.insert({ id: '2', name: 'x' })
      await table.remove('2')
      await table.insert({ id: '3', name: 'x' })
      await table.insert({ id: '4' })
      await table.insert({ id: '5' })
      expect(await table.count()).toBe(4)
    },
  )

  test.skipIf(missing)('replacing a row that is not there says so', async ({ database }) => {
    expect(await setUp(database).table.replace({ id: '1' })).toBe(false)
  })

  test.skipIf(missing)('a change is made of the row as it stands, or not at all', async ({ database }) => {
    const { table } = setUp(database)
    const heard: Change[] = []
    await table.insert({ id: '1', owner: 'ann', tags: [] })
    await table.insert({ id: '2', name: 'taken' })
    database.onChange((change) => heard.push(change))
    const added = (tag: string) => table.change('1', (row) => ({ ...row, tags: [...(row.tags ?? []), tag] }))
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(added))
    expect((await table.find('1'))?.tags?.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect((await table.listBy('tag', 'c')).map(({ id }) => id)).toEqual(['1'])
    expect(heard).toHaveLength(5)

    expect(await table.change('1', () => undefined)).toBeUndefined()
    expect(await table.change('9', (row) => row)).toBeUndefined()
    await expect(table.change('1', (row) => ({ ...row, name: 'taken' }))).rejects.toThrow(
      'clients already has a row whose name is "taken"',
    )
    expect(heard).toHaveLength(5)
    expect(await table.change('2', (row) => ({ ...row, owner: 'bob' }))).toEqual({
      ...{ id: '2', name: 'taken', owner: 'bob' },
    })
  })

  test.skipIf(missing)('what is stored cannot be changed from outside, however deep', async ({ database }) => {
    const { table } = setUp(database)
    await table.insert({ id: '1', tags: ['a'] })
    const row = await table.find('1')
    expect(() => row?.tags?.push('b')).toThrow(TypeError)
  })

  test.skipIf(missing)(
    'listeners hear of every change after it was made, with what was there before',
    async ({ database }) => {
      const { table } = setUp(database)
      const heard: Change[] = []
      database.onChange((change) => heard.push(change))
      await table.insert({ id: '1' })
      await table.replace({ id: '1', owner: 'ann' })
      await table.remove('1')
      await table.remove('1')
      expect(heard).toEqual([
        { table: 'clients', row: { id: '1' }, before: undefined },
        { table: 'clients', row: { id: '1', owner: 'ann' }, before: { id: '1' } },
        { table: 'clients', row: undefined, before: { id: '1', owner: 'ann' } },
      ])
    },
  )

  test.skipIf(missing)(
    'a snapshot restores every table with its indexes, tells nobody, and empties the tables it does not name',
    async ({ database }) => {
      const { table } = setUp(database)
      const other = database.table<Client>({ name: 'others' })
      await table.insert({ id: '1', owner: 'ann', name: 'x' })
      const snapshot = await database.snapshot()
      expect(snapshot).toEqual({ clients: [{ id: '1', owner: 'ann', name: 'x' }], others: [] })

      await table.replace({ id: '1', owner: 'bob', name: 'y' })
      await other.insert({ id: '9' })
      const heard: Change[] = []
      database.onChange((change) => heard.push(change))
      await database.restore({ clients: snapshot.clients ?? [] })

      expect([await table.listBy('owner', 'ann'), await table.countBy('owner', 'bob'), await other.count()]).toEqual([
        [{ id: '1', owner: 'ann', name: 'x' }],
        0,
        0,
      ])
      await expect(table.insert({ id: '2', name: 'x' })).rejects.toThrow(UniqueViolation)
      expect(heard).toEqual([])
    },
  )

  test.skipIf(missing)('a snapshot does not change when the tables do', async ({ database }) => {
    const { table } = setUp(database)
    await table.insert({ id: '1' })
    const snapshot = await database.snapshot()
    await table.remove('1')
    expect(snapshot).toEqual({ clients: [{ id: '1' }] })
  })
})
