import { type Html, html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import type { Typed } from '../../../kit/pages/form.ts'
import { table } from '../../../kit/pages/table.ts'
import { bodyOf, changesOf } from '../api-body.ts'
import { type ApiField, apiForm, typedOf } from '../api-form.ts'
import { type KonnectApi, path } from '../konnect-api.ts'
import { below } from '../places.ts'
import type { Act, Show, Site, Visit } from '../site.ts'
import { type FoundSubject, linesOf, type Subject } from './subject.ts'

/** A page of documentation as a list shows it; lists that are trees have pages below pages. */
interface Listed {
  id: string
  title: string
  slug: string
  status: string
  parent_document_id: string | null
  children?: readonly Listed[]
}

/** Documents of an API or an API product (`konnect.md` 6, 7): Markdown that portals show where it is published. */
export function documentPages(site: Site, subject: Subject): void {
  const route = `${subject.route}/documents`
  const showNew: Show = async (visit) => {
    const { place, api, trail } = await subject.of(visit)
    return {
      title: 'New Document',
      section: subject.section,
      trail,
      content: apiForm({
        ...visit.state,
        label: 'New Document',
        action: `${place}/documents/create`,
        fields: fieldsFor(await documentsOf(visit.konnect, api)),
        submit: 'Create',
        beside: html`<a href="${place}">Cancel</a>`,
      }),
    }
  }
  const create: Act = async (visit) => {
    const { place, api } = await subject.of(visit)
    await visit.konnect.send('POST', `${api}/documents`, bodyOf(fieldsFor([]), typedIn(visit)))
    return { to: place, notice: 'created' }
  }
  const showOne: Show = async (visit) => {
    const { place, api, trail } = await subject.of(visit)
    const document = await documentIn(visit, api)
    const fields = fieldsFor(othersThan(document.id, await documentsOf(visit.konnect, api)))
    const here = below(place, 'documents', document.id)
    return {
      title: document.title,
      section: subject.section,
      trail,
      content: html`${apiForm({ typed: typedOf(fields, document), ...visit.state, label: 'Document', action: here, fields, submit: 'Save' })}
${confirmedAction({ action: `${here}/delete`, label: 'Delete' }, 'Documents below it stay.')}`,
    }
  }
  const change: Act = async (visit) => {
    const { place, api } = await subject.of(visit)
    const document = await documentIn(visit, api)
    const fields = fieldsFor([])
    const body = changesOf(fields, typedIn(visit), typedOf(fields, document))
    await visit.konnect.send('PATCH', api + path`/documents/${document.id}`, body)
    return { to: place, notice: 'saved' }
  }
  const remove: Act = async (visit) => {
    const { place, api } = await subject.of(visit)
    await visit.konnect.send('DELETE', api + path`/documents/${visit.params.documentId ?? ''}`)
    return { to: place, notice: 'deleted' }
  }
  site.page(`${route}/create`, showNew)
  site.form(`${route}/create`, showNew, create)
  site.page(`${route}/:documentId`, showOne)
  site.form(`${route}/:documentId`, showOne, change)
  site.button(`${route}/:documentId`, showOne, remove, 'delete')
}

const fieldsFor = (others: readonly Listed[]): ApiField[] => [
  { name: 'title', label: 'Title', required: true },
  { name: 'slug', label: 'Slug', hint: 'Part of its address in portals; of an API’s, empty: made of the title.' },
  {
    ...{ name: 'status', label: 'Status', kind: 'select' },
    options: [
      { value: 'published', label: 'published' },
      { value: 'unpublished', label: 'unpublished' },
    ],
  },
  {
    ...{ name: 'parent_document_id', label: 'Below', kind: 'select', cleared: null },
    options: [{ value: '', label: '–' }, ...others.map(({ id, title }) => ({ value: id, label: title }))],
  },
  {
    ...{ name: 'content', label: 'Content', kind: 'area', rows: 12, as: 'text', upload: 'From a file' },
    hint: 'Markdown.',
  },
]

const typedIn = ({ sent }: Visit): Typed => ({ ...sent, content: linesOf(sent.content) })

const documentIn = ({ konnect, params }: Visit, api: string) =>
  konnect.get<Listed>(api + path`/documents/${params.documentId ?? ''}`)

/** Every document: a tree of the pages of an API, a list of pages of a product's. */
async function documentsOf(konnect: KonnectApi, api: string): Promise<Listed[]> {
  const flat = (rows: readonly Listed[]): Listed[] => rows.flatMap((row) => [row, ...flat(row.children ?? [])])
  if (api.startsWith('/v2/')) return konnect.all<Listed>(`${api}/documents`)
  return flat((await konnect.get<{ data: Listed[] }>(`${api}/documents`)).data)
}

const othersThan = (id: string, documents: readonly Listed[]): Listed[] => documents.filter((other) => other.id !== id)

/** What the page of a subject says of its documents. */
export async function documentsSection(konnect: KonnectApi, { place, api }: FoundSubject): Promise<Html> {
  const rows = await documentsOf(konnect, api)
  const titles = new Map(rows.map(({ id, title }) => [id, title]))
  return html`<h2>Documentation</h2>
<p class="actions"><a class="button" href="${place}/documents/create">New Document</a></p>
${table({
  label: 'Documents',
  columns: ['Title', 'Slug', 'Below', 'Status'],
  rows: rows.map(({ id, title, slug, status, parent_document_id: parent }) => [
    html`<a href="${below(place, 'documents', id)}">${title}</a>`,
    slug,
    titles.get(parent ?? '') ?? '–',
    status,
  ]),
  none: 'No documents yet.',
})}`
}
