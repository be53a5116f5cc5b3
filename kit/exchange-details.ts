import type { RecordedMessage } from './exchanges.ts'
import { Html, html } from './html.ts'
import { toneOf } from './sequence.ts'
import { callOf, type Hop, outcomeOf } from './transcript.ts'

export interface ExchangeDetails {
  /** The place in the page; a link that leads there unfolds the exchange. */
  id: string
  /** One of those that were looked for. */
  found?: boolean
  /** Unfolded from the start. */
  open?: boolean
  /** Longest body that is shown whole; default: all of it. */
  bodyLimit?: number
  /** Where the whole of it stands, when a body is cut. */
  href?: string
}

/** One exchange, to unfold: why it was refused, warnings, the way to the decision, both messages as they were on the wire. */
export function exchangeDetails({ exchange, caller }: Hop, options: ExchangeDetails): Html {
  const { server, request, response, reason, trail = [], warnings, ms } = exchange
  const { id, found = false, open = false } = options
  return html`
<details class="exchange${found && ' found'}"${open && html` open`}><summary id="${id}-line"><span class="status ${toneOf(exchange)}">${outcomeOf(exchange)}</span> ${caller} → ${server} ${callOf(exchange)} <span class="dim">${ms.toFixed(1)} ms</span></summary>
<div id="${id}">
${reason !== undefined && html`<p class="bad"><strong>${reason.code}</strong>: ${reason.advice}</p>`}
${warnings.map((warning) => html`<p class="warns">${warning}</p>`)}
${trail.length > 0 && html`<ol class="trail">${trail.map((step) => html`<li>${step}</li>`)}</ol>`}
<div class="messages">
${message('request', `${request.method} ${request.url}`, request, options)}
${message('response', outcomeOf(exchange), response, options)}
</div></div></details>`
}

function message(
  what: string,
  first: string,
  { rawHeaders, body = '' }: RecordedMessage,
  options: ExchangeDetails,
): Html {
  const { bodyLimit = Number.POSITIVE_INFINITY, href } = options
  const shown = indented(body.length > bodyLimit ? body.slice(0, bodyLimit) : body)
  const lines = [first, ...rawHeaders.map(([name, value]) => `${name}: ${value}`), ...(shown === '' ? [] : ['', shown])]
  return html`<div><h3>${what}</h3><pre tabindex="0">${lines.join('\n')}</pre>
${body.length > bodyLimit && href !== undefined && html`<p><a href="${href}">all ${body.length} characters</a></p>`}</div>`
}

/** JSON in lines, other text as it is. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2)
  } catch {
    return body
  }
}

/** How it looks, with the custom properties of `sequenceStyle`, and `--page`, `--dim`, `--warn`, `--mono`. */
export const exchangeStyle: Html = new Html(`
details.exchange { border-top: 1px solid var(--line); padding: .35rem 0; margin: 0 }
details.exchange:has(:target) { background: var(--page) }
.exchange summary { cursor: pointer; font: 13px/1.5 var(--mono); overflow-wrap: anywhere }
.exchange .status { display: inline-block; min-width: 3.5em; font-weight: 600 }
.exchange .good { color: var(--good) }
.exchange .bad { color: var(--bad) }
.exchange .warns { color: var(--warn) }
.exchange .dim { color: var(--dim) }
.exchange p, .exchange ol { margin: .3rem 0 }
.exchange h3 { font-size: .8rem; color: var(--dim); margin: .5rem 0 0; font-weight: 600 }
.exchange pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--page); border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; font: 12.5px/1.45 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere }
.messages { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 1rem }
`)
