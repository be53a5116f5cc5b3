import type { Identified, PageRequest, Table } from '../../kit/table.ts'

/** Rows that a list shows pages of without having them all. */
export interface RowSource<Row> {
  count(): Promise<number>
  all(): Promise<Row[]>
  page(request: Omit<PageRequest, 'by'>): Promise<Row[]>
  /** Those of them whose index has this value, without reading the others; where there is no index, all of them. */
  narrowed(index: string, value: string): Promise<Row[]>
}

/** The rows of a table, or those whose index has a value. */
export const rowsOf = <Row extends Identified>(table: Table<Row>, index?: string, value = ''): RowSource<Row> =>
  index === undefined
    ? {
        count: () => table.count(),
        all: () => table.all(),
        page: (request) => table.page(request),
        narrowed: (by, key) => table.listBy(by, key),
      }
    : {
        count: () => table.countBy(index, value),
        all: () => table.listBy(index, value),
        page: (request) => table.page({ ...request, by: { index, value } }),
        narrowed: (by, key) => table.listBy(by, key, { index, value }),
      }

/** The rows that links point at, in the order of the links: of a page of them, only those are read. */
export function rowsBehind<Link, Row>(
  links: RowSource<Link>,
  target: (link: Link) => Promise<Row | undefined>,
): RowSource<Row> {
  const followed = async (found: readonly Link[]) =>
    (await Promise.all(found.map(target))).filter((row) => row !== undefined)
  const all = async () => followed(await links.all())
  return {
    count: () => links.count(),
    all,
    page: async (request) => followed(await links.page(request)),
    narrowed: all,
  }
}
