import Type from 'typebox'
import type { Clock } from '../kit/clock.ts'
import { accept, Complaints } from '../kit/complaints.ts'
import type { ServerState } from '../kit/control-plane.ts'
import type { Ids } from '../kit/ids.ts'
import { masked } from '../kit/redact.ts'
import type { Seals } from '../kit/seal.ts'
import type { Database, Identified, Snapshot } from '../kit/table.ts'
import type { ConfigurationFeed } from './cluster/feed.ts'
import type { OrphanNotes } from './dcr/orphans.ts'
import { firstState } from './first-state.ts'
import type { Model } from './model/model.ts'
import { maskSecrets, openSecrets, sealSecrets } from './state-secrets.ts'

/** What a mock-konnect knows, as one document: rows by table. Secrets that are stored sealed stand in it in plain text. */
export interface StateDocument {
  version: 1
  tables: Readonly<Record<string, readonly Identified[]>>
}

const Document = Type.Object(
  {
    version: Type.Literal(1),
    tables: Type.Record(Type.String(), Type.Array(Type.Object({ id: Type.String({ minLength: 1 }) }))),
  },
  { additionalProperties: false },
)

export interface KonnectStateOptions {
  database: Database
  model: Model
  seal: Seals
  feed: ConfigurationFeed
  orphans: OrphanNotes
  clock: Clock
  ids: Ids
  initialState: StateDocument | undefined
}

export interface KonnectState extends ServerState {
  /** Fills an empty database with the initial state; a database that knows something is left as it is. */
  start(): Promise<void>
}

/** The state of one mock-konnect, for its control plane. */
export function konnectState({
  database,
  model,
  seal,
  feed,
  orphans,
  clock,
  ids,
  initialState,
}: KonnectStateOptions): KonnectState {
  const fill = async (document: unknown) => {
    await database.restore(sealSecrets(await tablesOf(document, database), seal))
    await orphans.recover()
    await feed.restart()
  }
  const reset = () => fill(initialState ?? firstState({ clock, ids }))
  return {
    start: () =>
      database.join(async (first) => {
        if ((await model.controlPlanes.count()) === 0 && (await model.portals.count()) === 0) await reset()
        // What another process has under way has not ended.
        else if (first) await orphans.recover()
      }),
    async snapshot({ secrets }) {
      const rows = await database.snapshot()
      return { version: 1, tables: secrets ? openSecrets(rows, seal) : maskSecrets(rows) }
    },
    restore: fill,
    reset,
  }
}

/** The rows of a document. @throws Complaints when it is not a whole state of this server */
async function tablesOf(document: unknown, database: Database): Promise<Snapshot> {
  const { tables } = accept(Document, document, 'state')
  const known = Object.keys(await database.snapshot())
  const complaints = Object.entries(tables).flatMap(([name, rows]) => {
    if (!known.includes(name))
      return [{ path: `tables.${name}`, expected: `no such table (there are: ${known.join(', ')})` }]
    if (!JSON.stringify(rows).includes(`"${masked}"`)) return []
    return [{ path: `tables.${name}`, expected: 'secrets are masked; take the state with ?secrets=true' }]
  })
  if (complaints.length > 0) throw new Complaints('state', complaints)
  return tables
}
