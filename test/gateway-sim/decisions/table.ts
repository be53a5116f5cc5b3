import { applicationRows } from './application.ts'
import { bearerRows } from './bearer.ts'
import { claimRows } from './claims.ts'
import { clientCredentialRows } from './client-credentials.ts'
import type { Decision } from './decision.ts'
import { methodRows } from './methods.ts'
import { pluginRows } from './plugins.ts'
import { proxyRows } from './proxy.ts'
import { sessionRows } from './session.ts'

/** The decision table of gateway.md section 10, in its order. `5a` stands beside row 5, for what the row leaves open. */
export const table: readonly Decision[] = [
  ...clientCredentialRows,
  ...bearerRows,
  ...claimRows,
  ...applicationRows,
  ...sessionRows,
  ...methodRows,
  ...pluginRows,
  ...proxyRows,
].sort((one, other) => Number.parseInt(one.row, 10) - Number.parseInt(other.row, 10))
