import { STATUS_CODES } from 'node:http'
import type { Exchange, RecordedMessage } from './exchanges.ts'
import type { Har, HarEntry } from './har-schema.ts'
import { goneBefore, type Hop } from './transcript.ts'

/** An entry of ours: HAR 1.2, and under names that begin with `_` what HAR has no word for. */
export interface RecordedEntry extends HarEntry {
  _server: string
  /** Only calls of the client are there to be made again: the others follow from them. */
  _caller: string
  _trace: Exchange['trace']
  _reason?: Exchange['reason']
  _warnings?: string[]
}

export interface HarOptions {
  /** Who writes the archive. */
  creator: { name: string; version: string }
  /** Where each server is reached; default: the `Host` that the caller sent. */
  origins?: Readonly<Record<string, string>>
  /** How many exchanges went before. */
  dropped?: number
}

/** Groups the entries: one page a scenario, say. */
export interface HarPage {
  id: string
  title: string
  hops: readonly Hop[]
}

/** Exchanges as an HTTP Archive 1.2, secrets masked as they were told. */
export function harOf(hops: readonly Hop[], options: HarOptions): Har {
  return archive(options, { entries: hops.map((hop) => entryOf(hop, options.origins)) })
}

/** The same for several stories in one archive. */
export function harOfPages(pages: readonly HarPage[], options: HarOptions): Har {
  return archive(options, {
    pages: pages.map(({ id, title, hops }) => ({
      id,
      title,
      startedDateTime: dateOf(hops[0]?.exchange.arrived ?? 0),
      pageTimings: {},
    })),
    entries: pages.flatMap(({ id, hops }) => hops.map((hop) => ({ pageref: id, ...entryOf(hop, options.origins) }))),
  })
}

function archive({ creator, dropped }: HarOptions, log: Pick<Har['log'], 'pages' | 'entries'>): Har {
  const comment = goneBefore(dropped)
  return { log: { version: '1.2', creator, ...log, ...(comment !== undefined && { comment }) } }
}

/** One exchange as an entry. */
export function entryOf({ exchange, caller }: Hop, origins: HarOptions['origins'] = {}): RecordedEntry {
  const { server, request, response, trace, reason, warnings, arrived, ms } = exchange
  const origin = origins[server] ?? `http://${textOf(request.headers.host) ?? server}`
  const url = /^https?:/.test(request.url) ? request.url : origin + request.url
  return {
    startedDateTime: dateOf(arrived),
    time: ms,
    request: {
      method: request.method,
      url,
      ...common(request),
      cookies: (textOf(request.headers.cookie)?.split(/; */) ?? []).map(cookieOf),
      queryString: queryOf(url),
      ...postDataOf(request),
    },
    response: {
      status: exchange.outcome === 'aborted' ? 0 : response.status,
      statusText: STATUS_CODES[response.status] ?? '',
      ...common(response),
      cookies: [response.headers['set-cookie'] ?? []].flat().map((line) => cookieOf(line.split(';', 1)[0] ?? '')),
      content: contentOf(response),
      redirectURL: textOf(response.headers.location) ?? '',
    },
    cache: {},
    timings: { send: 0, wait: ms, receive: 0 },
    _server: server,
    _caller: caller,
    _trace: trace,
    ...(reason && { _reason: reason }),
    ...(warnings.length > 0 && { _warnings: warnings }),
  }
}

const common = ({ rawHeaders, body }: RecordedMessage) => ({
  httpVersion: 'HTTP/1.1',
  headers: rawHeaders.map(([name, value]) => ({ name, value })),
  headersSize: -1,
  bodySize: body === undefined ? -1 : Buffer.byteLength(body),
})

function postDataOf({ body, headers }: RecordedMessage): Pick<HarEntry['request'], 'postData'> {
  if (body === undefined) return {}
  return { postData: { mimeType: textOf(headers['content-type']) ?? '', text: body } }
}

function contentOf({ body, headers }: RecordedMessage): HarEntry['response']['content'] {
  const mimeType = textOf(headers['content-type']) ?? ''
  if (body === undefined) return { size: Number(headers['content-length'] ?? 0), mimeType }
  return { size: Buffer.byteLength(body), mimeType, text: body }
}

function cookieOf(pair: string) {
  const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? []
  return { name, value }
}

const queryOf = (url: string) => {
  const [, query = ''] = url.split(/\?([^#]*)/)
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
}

const dateOf = (ms: number) => new Date(ms).toISOString()

const textOf = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header)
