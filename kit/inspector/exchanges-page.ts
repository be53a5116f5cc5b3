import type { FastifyInstance, FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'
import type { ExchangeBus } from '../exchanges.ts'
import { type Html, html } from '../html.ts'
import type { FieldErrors } from '../pages/form.ts'
import { isLoopback } from '../recorder.ts'
import { complaints } from '../validation.ts'
import { unmasked } from './exchange-levers.ts'
import { flowOf } from './flow-view.ts'
import { type FlowPage, flowPage } from './flows.ts'
import { sendPage, urlOf } from './frame.ts'
import { inspectionOf } from './inspection.ts'
import { isNarrow, Search } from './search.ts'

const PageQuery = Type.Object({
  ...Search.properties,
  before: Type.Optional(Type.Integer({ minimum: 1 })),
  secrets: Type.Optional(Type.Enum(['shown'])),
  live: Type.Optional(Type.Enum(['off'])),
})
type PageQuery = Static<typeof PageQuery>

/** `/_mock/`: what was exchanged, flow by flow, the newest first; searched, page by page, live. */
export function exchangesPage(app: FastifyInstance, bus: ExchangeBus): void {
  app.get('/', { schema: { querystring: PageQuery }, attachValidation: true }, async (request, reply) => {
    if (request.url === '/_mock') return reply.redirect('/_mock/')
    const query = request.query as PageQuery // as the schema declares it; what does not fit is answered next
    if (request.validationError) return refused(reply, bus, query)
    const shows = query.secrets === 'shown'
    if (shows && !isLoopback(request.ip))
      return reply.code(403).type('text/plain').send('Secrets are shown on loopback alone.')
    const { before, secrets, live, ...search } = query
    const page = flowPage(bus, { search, before, mask: shows ? unmasked : undefined })
    return sendPage(reply, bus, {
      section: 'Exchanges',
      content: contentOf(bus, query, search, page),
      live: isLive(query),
    })
  })
}

/** At the fields of the filter; of what is none of them, above it. */
function refused(reply: FastifyReply, bus: ExchangeBus, query: PageQuery): FastifyReply {
  const wrong = complaints(PageQuery, query)
  const errors = Object.fromEntries(wrong.map(({ path, expected }) => [path, expected]))
  const others = wrong.filter(({ path }) => !filterFields.some(({ name }) => name === path))
  const content = html`${others.map(({ path, expected }) => html`<p role="alert">${path}: ${expected}</p>`)}${filter(bus, query, errors)}`
  return sendPage(reply.code(400), bus, { section: 'Exchanges', content })
}

const isLive = ({ live, before }: PageQuery) => live !== 'off' && before === undefined

function contentOf(bus: ExchangeBus, query: PageQuery, search: Search, page: FlowPage): Html {
  return html`
${filter(bus, query)}
${tools(bus, query, search)}
${query.secrets === 'shown' && html`<p class="notice">Secrets are shown on this page as they were on the wire: passwords, tokens, client secrets. They stand in the memory of the servers for as long as an exchange is kept there; logs and downloads leave them out.</p>`}
${liveFrame(query, flowList(bus, query, search, page))}
`
}

/**
 * The list asks for itself again when there is something new, and once more when something came while it asked. Without scripts it is as it
 * was when the page was loaded.
 */
function liveFrame(query: PageQuery, list: Html): Html {
  if (!isLive(query)) return html`<div id="flows">${list}</div>`
  const self = urlOf('/_mock/', query)
  return html`<div hx-ext="sse" sse-connect="/_mock/exchanges/stream"><div id="flows" data-keeps-open hx-get="${self}" hx-trigger="sse:exchanges" hx-select="#flows > *" hx-swap="innerHTML" hx-sync="this:queue last">${list}</div></div>`
}

function flowList(bus: ExchangeBus, query: PageQuery, search: Search, { flows, before, searchedTo }: FlowPage): Html {
  const none = isNarrow(search) ? 'Nothing that is kept is like this.' : 'Nothing was exchanged yet.'
  const since = searchedTo !== undefined && new Date(searchedTo).toISOString().slice(11, 19)
  return html`
${bus.dropped > 0 && html`<p class="dim">The last ${bus.capacity} exchanges are kept; ${bus.dropped} went before.</p>`}
${flows.length === 0 && html`<p>${since ? `Nothing like this since ${since}.` : none}</p>`}
${flows.map((flow) => flowOf(flow, { forms: inspectionOf(bus).forms, marks: isNarrow(search) && !search.trace }))}
<nav class="actions" aria-label="Pages">
${query.before !== undefined && html`<a href="${urlOf('/_mock/', { ...query, before: undefined })}">Newest</a>`}
${before !== undefined && html`<a href="${urlOf('/_mock/', { ...query, before })}">${since ? `Search what came before ${since}` : 'Older'}</a>`}
</nav>`
}

interface FilterField {
  name: keyof Search
  label: string
  hint?: string
  /** Id of a list of what may be chosen. */
  list?: string
}

const filterFields: readonly FilterField[] = [
  { name: 'text', label: 'Text', hint: 'anywhere in it' },
  { name: 'application', label: 'Application', hint: 'name or id' },
  { name: 'client', label: 'Client id' },
  { name: 'server', label: 'Server', list: 'servers' },
  { name: 'status', label: 'Status', hint: '401, 4xx, aborted' },
  { name: 'reason', label: 'Reason code', hint: 'gateway.basic' },
]

function filter(bus: ExchangeBus, query: PageQuery, errors: FieldErrors = {}): Html {
  const kept = Object.entries({ secrets: query.secrets, live: query.live, trace: query.trace })
  const field = ({ name, label, hint, list }: FilterField) => {
    const error = errors[name] && [errors[name], hint].filter(Boolean).join(': ')
    const marks = error && html` aria-invalid="true" aria-describedby="${name}-error"`
    return html`<div><label for="${name}">${label}</label><input name="${name}" id="${name}" value="${query[name]}"${hint && html` placeholder="${hint}"`}${list && html` list="${list}"`}${marks}>
${error && html`<small id="${name}-error" class="refusal">${error}</small>`}</div>`
  }
  return html`<form class="filter" method="get" action="/_mock/" role="search" aria-label="Filter">
${filterFields.map(field)}
<datalist id="servers">${[...inspectionOf(bus).servers.keys()].map((name) => html`<option value="${name}">`)}</datalist>
${kept.map(([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`).filter((part) => part !== false)}
<div class="actions"><button type="submit">Filter</button><a href="/_mock/">Clear</a></div>
</form>`
}

function tools(bus: ExchangeBus, query: PageQuery, search: Search): Html {
  const shows = query.secrets === 'shown'
  const taken = (format: string) => urlOf('/_mock/exchanges', { ...search, whole: 'true', format })
  return html`<div class="tools">
<a href="${urlOf('/_mock/', { ...query, live: query.live === 'off' ? undefined : 'off', before: undefined })}" class="button secondary outline">${query.live === 'off' ? 'Follow live' : 'Pause'}</a>
<a href="${urlOf('/_mock/', { ...query, secrets: shows ? undefined : 'shown' })}" class="button secondary outline">${shows ? 'Mask secrets' : 'Show secrets'}</a>
<span>All of these as</span>
<a href="${taken('har')}" download="exchanges.har">HAR</a>
<a href="${taken('text')}">Text</a>
<a href="${taken('mermaid')}" download="exchanges.mmd">Mermaid</a>
${inspectionOf(bus).forms.map(({ name, label, fileName }) => html`<a href="${taken(name)}" download="${fileName}">${label}</a>`)}
</div>`
}
