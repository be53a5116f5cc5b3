import { type Html, html } from '../../../kit/html.ts'
import { confirmedAction } from '../../../kit/pages/actions.ts'
import type { Typed } from '../../../kit/pages/form.ts'
import { type ApiField, apiForm } from '../api-form.ts'
import type { KonnectApi } from '../konnect-api.ts'
import { path } from '../konnect-api.ts'
import type { Act, Show, Site } from '../site.ts'
import { type FoundSubject, linesOf, type Subject } from './subject.ts'

/** A specification as either API answers it, as far as these pages go by it. */
interface Specification {
  id: string
  name?: string
  content: string
}

export interface SpecificationPage {
  subject: Subject
  /** Fields besides the content. */
  fields?: readonly ApiField[]
  /** The body of a request, by what was typed. */
  bodyOf(typed: Typed, content: string): object
}

const contentField: ApiField = {
  ...{ name: 'content', label: 'Specification', kind: 'area', rows: 16, required: true, upload: 'From a file' },
  hint: 'OpenAPI or AsyncAPI, as JSON or YAML.',
}

/** The one specification of an API or of a product version (`konnect.md` 6, 7): pasted or taken from a file, replaced, deleted. */
export function specificationPage(site: Site, { subject, fields = [], bodyOf }: SpecificationPage): void {
  const route = `${subject.route}/specification`
  const show: Show = async (visit) => {
    const found = await subject.of(visit)
    const known = await specificationOf(visit.konnect, found)
    const place = `${found.place}/specification`
    return {
      title: 'Specification',
      section: subject.section,
      trail: found.trail,
      content: html`${apiForm({
        typed: { name: known?.name, content: known?.content },
        ...visit.state,
        label: 'Specification',
        action: place,
        fields: [...fields, contentField],
        submit: 'Save',
        beside: html`<a href="${found.place}">Cancel</a>`,
      })}
${known && confirmedAction({ action: `${place}/delete`, label: 'Delete' }, 'Portals show no specification then, and no line to call the API by.')}`,
    }
  }
  const save: Act = async (visit) => {
    const found = await subject.of(visit)
    const known = await specificationOf(visit.konnect, found)
    const body = bodyOf(visit.sent, linesOf(visit.sent.content))
    if (known) await visit.konnect.send('PATCH', found.api + path`/specifications/${known.id}`, body)
    else await visit.konnect.send('POST', `${found.api}/specifications`, body)
    return { to: found.place, notice: 'saved' }
  }
  const remove: Act = async (visit) => {
    const found = await subject.of(visit)
    const known = await specificationOf(visit.konnect, found)
    if (known) await visit.konnect.send('DELETE', found.api + path`/specifications/${known.id}`)
    return { to: found.place, notice: 'deleted' }
  }
  site.page(route, show)
  site.form(route, show, save)
  site.button(route, show, remove, 'delete')
}

/** There is one at the most. */
async function specificationOf(konnect: KonnectApi, { api }: FoundSubject): Promise<Specification | undefined> {
  const { data } = await konnect.page<{ id: string }>(`${api}/specifications`, 1)
  return data[0] && konnect.get<Specification>(api + path`/specifications/${data[0].id}`)
}

/** What the page of a subject says of its specification. */
export async function specificationSection(konnect: KonnectApi, { place, api }: FoundSubject): Promise<Html> {
  const { data } = await konnect.page<{ type?: string; name?: string }>(`${api}/specifications`, 1)
  const [known] = data
  const said = known ? (known.name ?? known.type ?? 'There is one.') : 'There is none yet.'
  return html`<h2>Specification</h2>
<p>${said}</p>
<p class="actions"><a class="button" href="${place}/specification">${known ? 'Edit' : 'Upload'} Specification</a></p>`
}
