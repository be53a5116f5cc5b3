import { Complaints } from '../kit/complaints.ts'
import { masked } from '../kit/redact.ts'
import type { Sealed, Seals } from '../kit/seal.ts'
import type { Identified, Snapshot } from '../kit/table.ts'

/** Members whose values are stored sealed, wherever they stand in a row. */
const sealedMembers = ['secrets', 'management_secrets']
/** Members that hold a hash of a secret. */
const hashes = ['password_hash', 'key_hash', 'access_hash', 'refresh_hash', 'token_hash', 'secret_hash']

/** Rows as they are stored: what stands in plain text where secrets stand is sealed. */
export const sealSecrets = (tables: Snapshot, seal: Seals): Snapshot =>
  mapTables(tables, (value) => seal.seal(String(value)))

/**
 * Rows as a document has them: sealed values in plain text, so that a server with another key can take them.
 * @throws Complaints when something was sealed under another key
 */
export const openSecrets = (tables: Snapshot, seal: Seals): Snapshot =>
  mapTables(tables, (value) => {
    try {
      return seal.open(value as Sealed) // only sealed values stand in these members
    } catch {
      const expected = 'stored secrets were sealed under another key: start with that one, or ask without ?secrets=true'
      throw new Complaints('state', [{ path: 'tables', expected }])
    }
  })

/** Rows that may be shown: no secret and no hash of one. */
export const maskSecrets = (tables: Snapshot): Snapshot =>
  mapTables(
    tables,
    () => masked,
    (value) => (value === null ? null : masked),
  )

type Mapping = (value: unknown) => unknown

function mapTables(tables: Snapshot, ofSealed: Mapping, ofHash: Mapping = (value) => value): Snapshot {
  const mapRow = (row: unknown) => mapValue(row, ofSealed, ofHash)
  // A mapping changes values of a row, never its id.
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map(mapRow) as Identified[]]))
}

function mapValue(value: unknown, ofSealed: Mapping, ofHash: Mapping): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, ofSealed, ofHash))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => {
    if (sealedMembers.includes(name)) return [name, mapMembers(member, ofSealed)]
    return [name, hashes.includes(name) ? ofHash(member) : mapValue(member, ofSealed, ofHash)]
  })
  return Object.fromEntries(members)
}

const mapMembers = (members: object, mapping: Mapping) =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, mapping(member)]))
