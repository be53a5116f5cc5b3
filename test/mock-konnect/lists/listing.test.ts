import { expect, test } from 'vitest'
import { memoryDatabase } from '../../../kit/memory-database.ts'
import { text } from '../../../mock-konnect/lists/filters.ts'
import { type Listing, listPage } from '../../../mock-konnect/lists/listing.ts'
import { type RowSource, rowsOf } from '../../../mock-konnect/lists/rows.ts'

interface Row {
  id: string
  created_at: string
  name: string
}

const limits = { maximumPageSize: 100, compat: 'strict' } as const
const listing: Listing<Row> = {
  sort: { created_at: (row) => row.created_at },
  filter: { name: text((row) => row.name) },
}
const nothing: Listing<Row> = { sort: {}, filter: {} }
const view = ({ name }: Row) => name

/** A hundred rows, the n-th made in the n-th millisecond. */
async function source() {
  const table = memoryDatabase().table<Row>({ name: 'rows' })
  for (let n = 0; n < 100; n++)
    await table.insert({ id: String(n), created_at: new Date(n).toISOString(), name: `r${n}` })
  return rowsOf(table)
}

const unread = () => {
  throw new Error('nobody asked for more than the page')
}

/** A source that nobody may read whole. */
const pagesOnly = (rows: RowSource<Row>): RowSource<Row> => ({
  count: () => rows.count(),
  page: (request) => rows.page(request),
  all: unread,
  narrowed: unread,
})

test('a list in the order of creation reads its page and no more', async () => {
  const lean = pagesOnly(await source())
  const page = (query: object) =>
    listPage(lean, query, { listing: { own: nothing, joined: async () => listing }, limits, view })
  expect(await page({ 'page[size]': '2', 'page[number]': '3' })).toEqual({
    data: ['r4', 'r5'],
    meta: { page: { number: 3, size: 2, total: 100 } },
  })
  expect((await page({ sort: 'created_at desc', 'page[size]': '2' })).data).toEqual(['r99', 'r98'])
})

test('a filter and another sort see every row, and give what they gave without a source', async () => {
  const rows = await source()
  const all = await rows.all()
  for (const query of [{ 'filter[name][contains]': '9' }, { sort: 'created_at desc', 'filter[name][neq]': 'r99' }]) {
    const lean = { count: () => rows.count(), page: unread, narrowed: unread, all: async () => all }
    expect(await listPage(lean, query, { listing, limits, view })).toEqual(
      await listPage(all, query, { listing, limits, view }),
    )
  }
})

test('a list that nothing sorts or filters does not read what it would be sorted and filtered by', async () => {
  const lean = pagesOnly(await source())
  expect(
    (await listPage(lean, { 'page[size]': '1' }, { listing: { own: nothing, joined: unread }, limits, view })).data,
  ).toEqual(['r0'])
  const joined = { own: nothing, joined: async () => listing }
  await expect(listPage(lean, { sort: 'colour' }, { listing: joined, limits, view })).rejects.toThrow()
})
