import type { StateDocument } from '../../mock-konnect/state.ts'
import type { Given } from '../given.ts'
import { authenticationTables } from './konnect-authentication.ts'
import { gatewayTables } from './konnect-gateway.ts'
import { offerTables } from './konnect-offers.ts'
import { portalTables } from './konnect-portals.ts'

/** What the demo world's Konnect depends on. */
export interface DemoKonnect {
  /** Issuer of the identity provider, as provider and strategy reach it; they name its discovery URL, as the how-to does. */
  issuers: { provider: string; strategy: string }
  /** Where the API behind the gateway is. */
  upstream: string
  given: Given
  /** What the demo developer's password is stored as. */
  passwordHash: string
  /** Epoch ms that everything was made at. */
  now: number
}

/** When a row was made and last changed, as ISO times. */
export interface Times {
  created_at: string
  updated_at: string
}

/** Konnect's state in the demo world: both portals offer `Orders`, and one gateway service stands behind both offers. */
export function demoKonnectState(options: DemoKonnect): StateDocument {
  const made = new Date(options.now).toISOString()
  const times = { created_at: made, updated_at: made }
  const tables = [gatewayTables, authenticationTables, offerTables, portalTables]
  return { version: 1, tables: Object.assign({}, ...tables.map((tablesOf) => tablesOf(options, times))) }
}
