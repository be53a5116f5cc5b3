import { isoTime } from '../../../kit/clock.ts'
import type { KonnectContext } from '../../context.ts'
import { type InvalidParameter, invalidParameters, missingReference } from '../../errors.ts'
import { found } from '../../found.ts'
import { type Document, type Subject, subjectKey } from '../../model/document.ts'
import type { Model } from '../../model/model.ts'
import { stored } from '../stored.ts'

const slugTaken = { slug: 'A document with the given slug already exists' }

/** The page of `subject` with this id. @throws Problem 404, also for one of another subject */
export async function pageOfSubject(model: Model, subject: Subject, id: string): Promise<Document> {
  const row = await model.documents.find(id)
  return found(row && subjectKey(row.subject) === subjectKey(subject) ? row : undefined, 'document', id)
}

/** All pages of `subject`. */
export const pagesOf = (model: Model, subject: Subject): Promise<Document[]> =>
  model.documents.listBy('subject', subjectKey(subject))

/** Stores a new page. @throws Problem 400 for a parent that is none, 409 for a slug that is taken */
export async function insertPage(model: Model, row: Document): Promise<void> {
  await refuseWrongParent(model, row)
  await stored(model.documents.insert(row), slugTaken)
}

/** Stores a changed page. @throws Problem as `insertPage`, and 400 for a parent below it */
export async function replacePage(model: Model, row: Document): Promise<void> {
  await refuseWrongParent(model, row)
  await stored(model.documents.replace(row), slugTaken)
}

/** Deletes a page; those below it move to where it stood. */
export async function removePage({ model, clock }: KonnectContext, { id, subject, ...page }: Document): Promise<void> {
  for (const row of await pagesOf(model, subject)) {
    if (row.parent_document_id !== id) continue
    const { parent_document_id } = page
    await model.documents.replace({ ...row, parent_document_id, updated_at: isoTime(clock) })
  }
  await model.documents.remove(id)
}

/** Deletes every page of `subject`, which goes away. */
export async function removePages(model: Model, subject: Subject): Promise<void> {
  for (const { id } of await pagesOf(model, subject)) await model.documents.remove(id)
}

/** Deletes the specification of `subject`, which goes away, when it has one. */
export async function removeSpecification(model: Model, subject: Subject): Promise<void> {
  for (const { id } of await model.specifications.listBy('subject', subjectKey(subject)))
    await model.specifications.remove(id)
}

async function refuseWrongParent(model: Model, { id, subject, parent_document_id: parent }: Document): Promise<void> {
  const rows = new Map((await pagesOf(model, subject)).map((row) => [row.id, row]))
  for (let above = parent; above !== null; above = rows.get(above)?.parent_document_id ?? null) {
    if (above === id) throw invalidParameters([belowItself])
    if (!rows.has(above)) throw invalidParameters([missingReference('parent_document_id', 'Document')])
  }
}

const belowItself: InvalidParameter = {
  field: 'parent_document_id',
  reason: '"parent_document_id" must not be the document or one below it',
  rule: 'invalid',
  source: 'body',
}
