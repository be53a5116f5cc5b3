import { exchangeDetails } from '../exchange-details.ts'
import { type Html, html } from '../html.ts'
import { sequence } from '../sequence.ts'
import { callOf, type Hop, outcomeOf } from '../transcript.ts'
import type { Flow } from './flows.ts'
import { urlOf } from './frame.ts'
import type { ExportForm } from './inspection.ts'

/** Longer bodies are cut here, and whole in what is downloaded. */
const bodyLimit = 4096

export interface FlowView {
  forms: readonly ExportForm[]
  /** Marks the exchanges that were looked for. */
  marks: boolean
}

/** One flow: its first call as heading, the diagram, and every exchange to unfold. */
export function flowOf({ id, hops, more, found }: Flow, { forms, marks }: FlowView): Html {
  const [first] = hops
  const place = ({ exchange }: Hop) => `exchange-${exchange.id}`
  const as = (format: string) => urlOf('/_mock/exchanges', { trace: id, format })
  return html`<article class="flow" id="flow-${id}" aria-labelledby="flow-${id}-name">
<header><h2 id="flow-${id}-name">${first && nameOf(first)}</h2>
<nav aria-label="This flow">
<a href="${urlOf('/_mock/', { trace: id })}">alone</a>
<a href="${as('har')}" download="flow.har">HAR</a>
<a href="${as('text')}">text</a>
<a href="${as('mermaid')}" download="flow.mmd">Mermaid</a>
${forms.map(({ name, label, fileName }) => html`<a href="${as(name)}" download="${fileName}">${label}</a>`)}
</nav></header>
<div class="diagram" tabindex="0" role="region" aria-label="Diagram">${sequence(hops, { hrefOf: (hop) => `#${place(hop)}` })}</div>
${hops.map((hop) =>
  exchangeDetails(hop, { id: place(hop), found: marks && found.has(hop.exchange.id), bodyLimit, href: as('json') }),
)}
${more > 0 && html`<p class="dim">and ${more} further exchanges, in <a href="${as('text')}">text</a></p>`}
</article>`
}

/** `12:03:04.567 POST /applications → 201`: when by the machine's clock, in UTC. */
function nameOf({ exchange }: Hop): Html {
  const when = new Date(exchange.arrived).toISOString()
  return html`<time class="dim" datetime="${when}">${when.slice(11, 23)}</time> ${exchange.server}: ${callOf(exchange)} → ${outcomeOf(exchange)}`
}
