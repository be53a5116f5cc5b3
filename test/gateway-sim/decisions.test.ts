import { expect, test } from 'vitest'
import { applicationRows } from './decisions/application.ts'
import { bearerRows } from './decisions/bearer.ts'
import { claimRows } from './decisions/claims.ts'
import { clientCredentialRows } from './decisions/client-credentials.ts'
import { type Decision, decide } from './decisions/decision.ts'
import { methodRows } from './decisions/methods.ts'
import { pluginRows } from './decisions/plugins.ts'
import { proxyRows } from './decisions/proxy.ts'
import { sessionRows } from './decisions/session.ts'

/** The decision table of gateway.md section 10, in its order. `5a` stands beside row 5, for what the row leaves open. */
const table: readonly Decision[] = [
  ...clientCredentialRows,
  ...bearerRows,
  ...claimRows,
  ...applicationRows,
  ...sessionRows,
  ...methodRows,
  ...pluginRows,
  ...proxyRows,
].sort((one, other) => Number.parseInt(one.row, 10) - Number.parseInt(other.row, 10))

test('every row of the sheet is there', () => {
  const rows = new Set(table.map(({ row }) => row))
  const missing = Array.from({ length: 75 }, (_, at) => String(at + 1)).filter((row) => !rows.has(row))
  expect(missing).toEqual([])
})

test.for(table)('row $row: $title', (decision) => decide(decision))
