import { afterAll, test as base, describe, expect } from 'vitest'
import { databaseKinds } from './databases.ts'

interface Client {
  id: string
  owner?: string
  tags?: string[]
}

const clients = { name: 'clients', indexes: { owner: (row: Client) => row.owner } }

const { kinds, end } = databaseKinds()
afterAll(end)

describe.for(kinds)('$title', ({ missing, open }) => {
  const test = base.extend('database', async ({}, { onCleanup }) => {
    const { database, close } = await open()
    onCleanup(close)
    return database
  })

  test.skipIf(missing)(
    'a page is the part of a list that it says, also when the list is long and changes',
    async ({ database }) => {
      const table = database.table<Client>(clients)
      const ids = Array.from({ length: 3000 }, (_, n) => String(n))
      const ownerOf = (id: string) => (Number(id) % 3 === 0 ? 'bob' : 'ann')
      await database.restore({ clients: ids.map((id) => ({ id, owner: ownerOf(id) })) as Client[] })
      const pages = async () => {
        for (const request of [
          { from: 0, size: 7 },
          { from: 1400, size: 700 },
          { from: 1990, size: 100 },
          { from: 0, size: 7, newestFirst: true },
          { from: 1400, size: 700, newestFirst: true },
          { from: 9000, size: 7 },
          { from: 9000, size: 7, newestFirst: true },
        ]) {
          for (const by of [undefined, { index: 'owner', value: 'ann' }, { index: 'owner', value: 'nobody' }]) {
            const all = by ? await table.listBy(by.index, by.value) : await table.all()
            const ordered = request.newestFirst ? all.toReversed() : all
            const expected = ordered.slice(request.from, request.from + request.size)
            expect(await table.page({ ...request, ...(by && { by }) })).toEqual(expected)
          }
        }
      }
      await pages()
      const gone = ids.filter((_, n) => n % 5 === 1 || (n > 512 && n < 1200))
      await Promise.all(gone.map((id) => table.remove(id)))
      await table.replace({ id: '2', owner: 'ann', tags: ['changed'] })
      await table.replace({ id: '4', owner: 'bob' })
      await table.insert({ id: 'last', owner: 'ann' })
      await pages()
    },
  )
})
