import { Complaints } from '../kit/complaints.ts'
import { masked, redactValue } from '../kit/redact.ts'
import type { Sealed, Seals } from '../kit/seal.ts'
import type { Identified, Snapshot } from '../kit/table.ts'

/** Members whose values are stored sealed, wherever they stand in a row. */
const sealedMembers = ['secrets', 'management_secrets']
/** Members that hold a hash of a secret. */
const hashes = ['password_hash', 'key_hash', 'access_hash', 'refresh_hash', 'token_hash', 'secret_hash']

/** Settings of gateway plugins, which may have secrets among them: the API shows them as they were sent. */
const pluginSettings = ['config', 'configs']

/** Rows as they are stored: what stands in plain text where secrets stand is sealed. */
export const sealSecrets = (tables: Snapshot, seal: Seals): Snapshot =>
  mapTables(tables, { sealed: (value) => seal.seal(String(value)) })

/**
 * Rows as a document has them: sealed values in plain text, so that a server with another key can take them.
 * @throws Complaints when something was sealed under another key
 */
export const openSecrets = (tables: Snapshot, seal: Seals): Snapshot =>
  mapTables(tables, {
    sealed(value) {
      try {
        return seal.open(value as Sealed) // only sealed values stand in these members
      } catch {
        const expected =
          'stored secrets were sealed under another key: start with that one, or ask without ?secrets=true'
        throw new Complaints('state', [{ path: 'tables', expected }])
      }
    },
  })

/** Rows that may be shown: no secret and no hash of one. */
export const maskSecrets = (tables: Snapshot): Snapshot =>
  mapTables(tables, {
    sealed: () => masked,
    hash: (value) => (value === null ? null : masked),
    settings: (value) => redactValue(value),
  })

type Mapping = (value: unknown) => unknown

/** What becomes of each kind of member; what is not named stays. */
interface Mappings {
  sealed: Mapping
  hash?: Mapping
  settings?: Mapping
}

function mapTables(tables: Snapshot, mappings: Mappings): Snapshot {
  const mapRow = (row: unknown) => mapValue(row, mappings)
  // A mapping changes values of a row, never its id.
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map(mapRow) as Identified[]]))
}

function mapValue(value: unknown, mappings: Mappings): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, mappings))
  if (typeof value !== 'object' || value === null) return value
  const { sealed, hash, settings } = mappings
  const mapMember = (name: string, member: unknown): unknown => {
    if (sealedMembers.includes(name)) return mapMembers(Object(member), sealed)
    if (hash && hashes.includes(name)) return hash(member)
    if (settings && pluginSettings.includes(name)) return settings(member)
    return mapValue(member, mappings)
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapMember(name, member)]))
}

const mapMembers = (members: object, mapping: Mapping) =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, mapping(member)]))
