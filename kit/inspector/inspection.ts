import type { FastifyInstance } from 'fastify'
import type { Exchange, ExchangeBus } from '../exchanges.ts'
import type { LeverPages } from './lever-pages.ts'

/** A form in which exchanges can be taken away that their servers know nothing of: who puts servers together adds it. */
export interface ExportForm {
  /** As `format` of `/_mock/exchanges` has it. */
  name: string
  /** What the inspector's link says. */
  label: string
  /** Media type, and the name that a browser gives the file. */
  type: string
  fileName: string
  /** @param exchanges in any order, each secret masked by a name of its own */
  write(exchanges: readonly Exchange[]): Promise<string>
}

/** What is looked at together: servers of one process tell their exchanges on one bus, and each one's inspector shows them all. */
export interface Inspection {
  /** By name: applications whose `/_mock/` has the levers of the server. */
  readonly servers: Map<string, FastifyInstance>
  readonly forms: ExportForm[]
  /** Levers by name that belong to no single server: mounted below `/_mock` of each. */
  readonly levers: Map<string, (mock: FastifyInstance) => Promise<void>>
  /** Pages for them, by the label of their section: mounted where the inspector's own are, at `pagePath`. */
  readonly pages: Map<string, (pages: FastifyInstance, context: LeverPages) => Promise<void>>
}

/** Where the page of a section stands. */
export const pagePath = (label: string): string => `/_mock/pages/${label.toLowerCase()}`

const inspections = new WeakMap<ExchangeBus, Inspection>()

/** The inspection of what is told on `bus`. */
export function inspectionOf(bus: ExchangeBus): Inspection {
  const known = inspections.get(bus)
  if (known) return known
  const inspection: Inspection = { servers: new Map(), forms: [], levers: new Map(), pages: new Map() }
  inspections.set(bus, inspection)
  return inspection
}
