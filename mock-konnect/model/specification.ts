import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'
import { type Subject, subjectKey } from './document.ts'

export const specificationTypes = ['oas2', 'oas3', 'asyncapi'] as const
export type SpecificationType = (typeof specificationTypes)[number]

/** The one specification of an API or of a product version (`konnect.md` 6, 7). */
export interface Specification extends Entity {
  readonly subject: Subject
  /** File name; classic view only. */
  readonly name: string | null
  readonly content: string
  readonly type: SpecificationType
}

/** A version of an API, with its specification. */
export interface ApiVersion extends Entity {
  readonly api_id: string
  readonly version: string
  /** Null while the version has no specification. */
  readonly spec: { readonly content: string; readonly type: SpecificationType } | null
}

export const specifications: TableSpec<Specification> = {
  name: 'specifications',
  unique: { subject: (row) => subjectKey(row.subject) },
}

export const apiVersions: TableSpec<ApiVersion> = {
  name: 'api_versions',
  indexes: { api: (row) => row.api_id },
  unique: { version: (row) => `${row.api_id} ${row.version}` },
}
