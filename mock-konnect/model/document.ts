import type { TableSpec } from '../../kit/table.ts'
import type { Entity } from './common.ts'

/** What a document or a specification belongs to. */
export interface Subject {
  readonly type: 'api' | 'api_product' | 'product_version'
  readonly id: string
}

export const subjectKey = ({ type, id }: Subject): string => `${type} ${id}`

/** A page about an API or an API product, in Markdown; pages form a tree (`konnect.md` 6, 7). */
export interface Document extends Entity {
  readonly subject: Subject
  readonly parent_document_id: string | null
  readonly title: string
  readonly slug: string
  readonly status: 'published' | 'unpublished'
  readonly content: string
  readonly metadata: Readonly<Record<string, unknown>>
}

export const documents: TableSpec<Document> = {
  name: 'documents',
  indexes: { subject: (row) => subjectKey(row.subject) },
  unique: { slug: (row) => `${subjectKey(row.subject)} ${row.slug}` },
}
