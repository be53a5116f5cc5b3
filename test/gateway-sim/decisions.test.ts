import { expect, test } from 'vitest'
import { decide } from './decisions/decision.ts'
import { table } from './decisions/table.ts'

test('every row of the sheet is there', () => {
  const rows = new Set(table.map(({ row }) => row))
  const missing = Array.from({ length: 75 }, (_, at) => String(at + 1)).filter((row) => !rows.has(row))
  expect(missing).toEqual([])
})

test.for(table)('row $row: $title', (decision) => decide(decision))
