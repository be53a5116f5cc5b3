import type { Exchange } from './exchanges.ts'

/** One exchange in its place: who called, how deep below the call that set it off. */
export interface Hop {
  exchange: Exchange
  /** The server in whose handling the call was made; `client` for everybody else. */
  caller: string
  /** 0 for the client's own calls. */
  depth: number
}

export const client = 'client'

/** The exchanges of all servers as one story: in the order in which they arrived, each under the call that set it off. */
export function transcriptOf(exchanges: readonly Exchange[]): Hop[] {
  const bySpan = new Map(exchanges.map((exchange) => [exchange.trace.span, exchange]))
  const callerOf = ({ trace }: Exchange) => (trace.parent === undefined ? undefined : bySpan.get(trace.parent))
  const depthOf = (exchange: Exchange): number => {
    const caller = callerOf(exchange)
    return caller ? depthOf(caller) + 1 : 0
  }
  return exchanges
    .toSorted((a, b) => a.arrived - b.arrived)
    .map((exchange) => ({ exchange, caller: callerOf(exchange)?.server ?? client, depth: depthOf(exchange) }))
}

/** Whoever takes part, in the order in which they come in: the client first. */
export const participants = (hops: readonly Hop[]): string[] => [
  ...new Set(hops.flatMap(({ caller, exchange }) => [caller, exchange.server])),
]

/** A call as it is made, or as it is answered. */
export interface Event {
  hop: Hop
  part: 'call' | 'answer'
  at: number
}

/** Calls and answers in the order in which they happened. An answer never stands before what it waited for. */
export function timeline(hops: readonly Hop[]): Event[] {
  const events = hops.flatMap((hop): Event[] => {
    const { arrived, ms } = hop.exchange
    return [
      { hop, part: 'call', at: arrived },
      { hop, part: 'answer', at: arrived + ms },
    ]
  })
  return events.sort((a, b) => a.at - b.at)
}

/** `POST /oauth/v2/oauth-token`, without the query. */
export const callOf = ({ request }: Exchange): string => `${request.method} ${request.url.split('?', 1)[0]}`

/** `401`, or that no answer arrived whole. */
export const outcomeOf = ({ outcome, response }: Exchange): string =>
  outcome === 'aborted' ? 'cut off' : String(response.status)

/** What is said of exchanges that went before those that are told; undefined: there are none. */
export const goneBefore = (dropped = 0): string | undefined =>
  dropped > 0 ? `${dropped} exchanges before these are no longer kept` : undefined

/**
 * For people: one line an exchange, deeper calls further right, a refusal with its reason and what to change.
 * @param dropped how many went before
 */
export function asText(hops: readonly Hop[], dropped?: number): string {
  return [goneBefore(dropped), ...linesOf(hops)].filter((line) => line !== undefined).join('\n')
}

const linesOf = (hops: readonly Hop[]): string[] =>
  hops.flatMap((hop) => {
    const { exchange, caller, depth } = hop
    const indent = '  '.repeat(depth)
    const line = `${indent}${caller} → ${exchange.server}  ${callOf(exchange)}  ${outcomeOf(exchange)}  ${exchange.ms.toFixed(1)} ms`
    const notes = [
      ...(exchange.reason ? [`${exchange.reason.code}: ${exchange.reason.advice}`] : []),
      ...exchange.warnings.map((warning) => `warning: ${warning}`),
    ]
    return [line, ...notes.map((note) => `${indent}    ${note}`)]
  })

/** A sequence diagram in Mermaid's notation. @param dropped how many exchanges went before */
export function asMermaid(hops: readonly Hop[], dropped?: number): string {
  const who = participants(hops)
  const id = (name: string) => `p${who.indexOf(name)}`
  const lines = timeline(hops).flatMap(({ hop: { exchange, caller }, part }) => {
    const { server, reason } = exchange
    if (part === 'call') return [`  ${id(caller)}->>${id(server)}: ${plain(callOf(exchange))}`]
    const answered = exchange.outcome === 'aborted' ? '--x' : '-->>'
    return [
      ...(reason ? [`  Note over ${id(server)}: ${plain(`${reason.code}: ${reason.advice}`)}`] : []),
      `  ${id(server)}${answered}${id(caller)}: ${outcomeOf(exchange)}`,
    ]
  })
  const gone = goneBefore(dropped)
  const names = who.map((name) => `  participant ${id(name)} as ${plain(name)}`)
  const note = gone !== undefined && who.length > 0 ? [`  Note over p0: ${gone}`] : []
  return ['sequenceDiagram', ...names, ...note, ...lines].join('\n')
}

/** Text that Mermaid takes as text: `;` and `#` would end or begin something, line breaks too. */
const plain = (text: string): string =>
  text.replace(/[#;<>\n\r%]/g, (character) => (character < ' ' ? ' ' : `#${character.charCodeAt(0)};`))
