import { type Document, type Subject, subjectKey } from './document.ts'
import type { Model } from './model.ts'

/** The pages of `subject` that portals show. */
export async function publishedPages(model: Model, subject: Subject): Promise<Document[]> {
  const pages = await model.documents.listBy('subject', subjectKey(subject))
  return pages.filter(({ status }) => status === 'published')
}
