import type { Identified, PageRequest, Table } from '../../kit/table.ts'

/** Rows that a list shows pages of without having them all. */
export interface RowSource<Row> {
  count(): Promise<number>
  all(): Promise<Row[]>
  page(request: Omit<PageRequest, 'by'>): Promise<Row[]>
}

/** The rows of a table, or those whose index has a value. */
export const rowsOf = <Row extends Identified>(table: Table<Row>, index?: string, value = ''): RowSource<Row> =>
  index === undefined
    ? table
    : {
        count: () => table.countBy(index, value),
        all: () => table.listBy(index, value),
        page: (request) => table.page({ ...request, by: { index, value } }),
      }
