import Type, { type Static } from 'typebox'
import { accept, Complaints } from '../kit/complaints.ts'
import type { ServerState } from '../kit/control-plane.ts'
import { redactValue } from '../kit/redact.ts'
import type { Database, Snapshot } from '../kit/table.ts'
import { knownNames } from './configuration/known-names.ts'
import { curityConfiguration } from './configuration/layers.ts'
import { CurityConfiguration } from './configuration/schema.ts'
import { keptTable } from './kept.ts'
import { SigningKey } from './keys/signing-key.ts'
import type { Services } from './services.ts'

/** A state document, complete: what `GET /_mock/state?secrets=true` gives and `PUT /_mock/state` takes. */
const StateDocument = Type.Object(
  {
    version: Type.Literal(1),
    server: Type.Literal('mock-curity'),
    configuration: CurityConfiguration,
    signing_keys: Type.Array(SigningKey, { minItems: 1 }),
    tables: Type.Record(Type.String(), Type.Array(Type.Object({ id: Type.String() }))),
  },
  { additionalProperties: false },
)

/** Tables whose rows are known by a secret; without secrets only their number is told. */
const countedOnly = [
  'access_tokens',
  'initial_tokens',
  'used_initial_tokens',
  'used_assertions',
  'device_codes',
  'backchannel_requests',
  'interactive_flow',
]

/** Configuration, tables and signing keys of one server as one document. */
export function serverState(services: Services & { database: Database; watchAll(): Promise<void> }): ServerState {
  const { configuration, keys, database, watchAll } = services
  return {
    async snapshot({ secrets }) {
      const { [keptTable]: _, ...tables } = await database.snapshot()
      const server = { version: 1, server: 'mock-curity', configuration: configuration.tree }
      if (secrets) return { ...server, signing_keys: keys.keys, tables }
      return {
        ...server,
        configuration: redactValue(configuration.tree),
        signing_keys: keys.keys.map(({ id, kid }) => ({ id, kid })),
        tables: masked(tables),
      }
    },
    async restore(document) {
      const state = acceptState(document, services)
      await database.restore(state.tables)
      configuration.change(state.configuration)
      await configuration.kept()
      await keys.replace(state.signing_keys)
      await watchAll()
    },
    async reset() {
      await database.restore({})
      configuration.reset()
      keys.reset()
      await watchAll()
    },
  }
}

/** @throws Complaints when it is no complete document */
function acceptState(document: unknown, services: Services): Static<typeof StateDocument> {
  refuseOtherVersion(document)
  const state = accept(StateDocument, document, 'state')
  curityConfiguration(state.configuration, {
    base: state.configuration,
    known: knownNames({ ...services, signingKeys: state.signing_keys }),
  })
  return state
}

/** @throws Complaints for a document that says it is of another version, or was written before versions were said */
function refuseOtherVersion(document: unknown): void {
  if (typeof document !== 'object' || document === null || !('server' in document)) return
  const { version } = document as { version?: unknown }
  if (version === 1) return
  const expected =
    version === undefined
      ? 'is missing: an older version of mock-curity wrote this document; this one reads version 1'
      : `is ${JSON.stringify(version)}: another version of mock-curity wrote this document; this one reads version 1`
  throw new Complaints('state', [{ path: 'version', expected }])
}

function masked(tables: Snapshot): object {
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      countedOnly.includes(name) ? rows.length : rows.map(withoutHashes),
    ]),
  )
}

/** A row with nothing in it that secrets were made into. */
function withoutHashes(row: object): object {
  const hidden = ['secretHash', 'oldSecret', 'registrationToken']
  return Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name)))
}
