import { Html, html } from './html.ts'
import { callOf, type Hop, outcomeOf, participants, timeline } from './transcript.ts'

const column = 210
const margin = 90
const row = { call: 40, answer: 30, reason: 26 }
const head = 56
/** Characters that fit between two lifelines. */
const fitting = 31

export interface SequenceOptions {
  /** Where a call leads when it is clicked: `(hop) => '#exchange-7'`. */
  hrefOf?: (hop: Hop) => string
}

/**
 * A transcript as a sequence diagram: one SVG, made here, without script or style of its own. Colours come from the classes in
 * `sequenceStyle`, which a page includes once.
 */
export function sequence(hops: readonly Hop[], { hrefOf }: SequenceOptions = {}): Html {
  const who = participants(hops)
  const x = (name: string) => margin + who.indexOf(name) * column
  const last = who.length - 1
  const asksItself = hops.some(({ caller, exchange }) => caller === exchange.server && caller === who[last])
  const width = 2 * margin + Math.max(0, last) * column + (asksItself ? column - margin : 0)
  let y = head
  const rows = timeline(hops).map(({ hop, part }) => {
    y += part === 'call' ? row.call : row.answer
    const drawn = part === 'call' ? call(hop, x, y, hrefOf) : answer(hop, x, y, width)
    if (part === 'answer' && hop.exchange.reason) y += row.reason
    return drawn
  })
  const height = y + 30
  const lines = who.map((name) => {
    return html`<line class="life" x1="${x(name)}" y1="${head - 12}" x2="${x(name)}" y2="${height - 8}"/>`
  })
  const names = who.map((name) => {
    return html`<g><rect class="who" x="${x(name) - 72}" y="10" width="144" height="32" rx="6"/>
<text class="name" x="${x(name)}" y="31">${shortened(name, 20)}<title>${name}</title></text></g>`
  })
  return html`<svg class="sequence" role="${hrefOf ? 'group' : 'img'}" aria-label="sequence of ${hops.length} calls" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
${lines}${names}${rows}
</svg>`
}

type Place = (name: string) => number

function call(hop: Hop, x: Place, y: number, hrefOf: SequenceOptions['hrefOf']): Html {
  const { caller, exchange } = hop
  const what = callOf(exchange)
  const drawn = html`<g class="call">${arrow(x(caller), x(exchange.server), y, 'line')}
${label(x(caller), x(exchange.server), y, html`${callLabel(what)}<title>${what}</title>`)}</g>`
  return hrefOf ? html`<a href="${hrefOf(hop)}">${drawn}</a>` : drawn
}

function answer({ caller, exchange }: Hop, x: Place, y: number, width: number): Html {
  const { reason, server } = exchange
  const from = x(server)
  const drawn = html`<g class="answer ${toneOf(exchange)}">${arrow(from, x(caller), y, 'line back')}
${label(from, x(caller), y, html`${outcomeOf(exchange)}`)}</g>`
  if (!reason) return drawn
  const side = from > width / 2 ? 'before' : 'after'
  return html`${drawn}<g class="reason"><text class="${side}" x="${from}" y="${y + 18}">${shortened(reason.code, 60)}<title>${reason.advice}</title></text></g>`
}

/** How an exchange ended, as the name of a class. */
export const toneOf = ({ outcome, response: { status } }: Hop['exchange']): 'good' | 'bad' =>
  outcome === 'aborted' || status >= 400 ? 'bad' : 'good'

function arrow(from: number, to: number, y: number, kind: string): Html {
  if (from === to) {
    return html`<path class="${kind}" d="M${from} ${y - 8} h26 v8 h-20"/>${tip(from + 6, y, -1)}`
  }
  const way = to > from ? 1 : -1
  return html`<line class="${kind}" x1="${from}" y1="${y}" x2="${to - way * 6}" y2="${y}"/>${tip(to, y, way)}`
}

const tip = (x: number, y: number, way: number) => html`<path class="tip" d="M${x} ${y} l${-way * 9} -4.5 v9 z"/>`

/** Above an arrow; beside that of who asks itself. */
const label = (from: number, to: number, y: number, text: Html): Html =>
  from === to
    ? html`<text class="after" x="${from + 34}" y="${y}">${text}</text>`
    : html`<text x="${(from + to) / 2}" y="${y - 7}">${text}</text>`

/** A call that fits: of a long path the end, which is what tells calls apart. */
function callLabel(what: string): string {
  if (what.length <= fitting) return what
  const [method = '', path = ''] = what.split(/ (.*)/s)
  const end = path.slice(method.length + 2 - fitting)
  return `${method} …${end.slice(Math.max(0, end.indexOf('/')))}`
}

const shortened = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

/** Colours of diagrams, from the page's custom properties: `--line`, `--text`, `--panel`, `--good`, `--bad`. */
export const sequenceStyle: Html = new Html(`
.sequence { font: 12px ui-sans-serif, system-ui, sans-serif; max-width: none }
.sequence text { fill: var(--text); text-anchor: middle }
.sequence .name { font-weight: 600; font-size: 13px }
.sequence .who { fill: var(--panel); stroke: var(--line) }
.sequence .life { stroke: var(--line); stroke-dasharray: 3 4 }
.sequence .line { stroke: var(--text); stroke-width: 1.3; fill: none }
.sequence .back { stroke-dasharray: 5 3 }
.sequence .tip { fill: var(--text) }
.sequence .bad .line { stroke: var(--bad) }
.sequence .bad .tip, .sequence .bad text, .sequence .reason text { fill: var(--bad) }
.sequence .good .line { stroke: var(--good) }
.sequence .good .tip, .sequence .good text { fill: var(--good) }
.sequence .before { text-anchor: end }
.sequence .after { text-anchor: start }
.sequence a:hover text, .sequence a:focus text { text-decoration: underline }
`)
