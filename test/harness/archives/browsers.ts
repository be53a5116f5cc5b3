import { customer, type Seen } from './customer-flow.ts'

/** An archive as a program writes it: whatever it writes, not what HAR asks for. */
export type Written = { log: Record<string, unknown> & { entries: Record<string, unknown>[] } }

export const named = (pairs: readonly [string, string][]) => pairs.map(([name, value]) => ({ name, value }))

export const headerOf = (pairs: readonly [string, string][], wanted: string): string =>
  pairs.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''

export const without = (pairs: readonly [string, string][], names: RegExp): [string, string][] =>
  pairs.filter(([name]) => !names.test(name))

const queryOf = (url: string) => Array.from(new URL(url).searchParams, ([name, value]) => ({ name, value }))

const lower = (pairs: readonly [string, string][]) =>
  pairs.map(([name, value]): [string, string] => [name.toLowerCase(), value])

/** A request that nothing of ours answers, or nobody again. */
export const noise = (method: string, url: string, status: number, mimeType = '', more: Partial<Seen> = {}): Seen => ({
  ...{ startedAt: 1_700_000_000_000, ms: 1, method, url, headers: [], body: undefined, status },
  ...{ answerHeaders: mimeType ? [['Content-Type', mimeType]] : [], answerBody: '', ...more },
})

const chromeEntry = ({ startedAt, ms, method, url, headers, body, status, answerHeaders, answerBody }: Seen) => {
  const { host, pathname, search } = new URL(url)
  const pseudo: [string, string][] = [
    [':authority', host],
    [':method', method],
    [':path', pathname + search],
    [':scheme', 'https'],
  ]
  return {
    _connectionId: '4711',
    _initiator: { type: 'script', stack: { callFrames: [] } },
    _priority: 'High',
    _resourceType: 'fetch',
    cache: {},
    connection: '443',
    pageref: 'page_1',
    request: {
      method,
      url,
      httpVersion: 'http/2.0',
      headers: named([...pseudo, ...lower(without(headers, /^(host|connection|content-length)$/i))]),
      queryString: queryOf(url),
      cookies: headerOf(headers, 'cookie')
        .split(/; */)
        .filter(Boolean)
        .map((pair) => ({ name: pair.split('=', 1)[0], value: pair.slice(pair.indexOf('=') + 1) })),
      headersSize: -1,
      bodySize: body?.length ?? 0,
      ...(body !== undefined && { postData: { mimeType: headerOf(headers, 'content-type'), text: body } }),
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'http/2.0',
      headers: named(lower(answerHeaders)),
      cookies: [],
      content: { size: answerBody.length, mimeType: headerOf(answerHeaders, 'content-type'), text: answerBody },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      _transferSize: answerBody.length + 120,
      _error: null as string | null,
      _fetchedViaServiceWorker: false,
    },
    serverIPAddress: '[2001:db8::7]',
    startedDateTime: new Date(startedAt).toISOString(),
    time: ms,
    timings: {
      blocked: 1.2,
      dns: -1,
      ssl: -1,
      connect: -1,
      send: 0.1,
      wait: ms,
      receive: 0.4,
      _blocked_queueing: 0.9,
      _workerStart: -1,
    },
  }
}

/** Chrome's developer tools, *Export HAR (with sensitive data)*. */
export function chrome(flow: readonly Seen[]): Written {
  const marked = (entry: Seen, marks: object) => ({ ...chromeEntry(entry), ...marks })
  const blocked = chromeEntry(noise('GET', `${customer.portal}/api/v3/context`, 0))
  blocked.response._error = 'net::ERR_BLOCKED_BY_CLIENT'
  const preflight = noise('OPTIONS', `${customer.portal}/api/v3/applications`, 204, '', {
    headers: [
      ['Access-Control-Request-Method', 'POST'],
      ['Origin', 'https://developers.acme.example'],
    ],
  })
  const entries = [
    marked(noise('GET', `${customer.portal}/_nuxt/entry.4f2a.js`, 200, 'text/javascript'), { _resourceType: 'script' }),
    marked(noise('GET', `${customer.portal}/apps`, 200, 'text/html; charset=utf-8'), { _resourceType: 'document' }),
    marked(noise('GET', `${customer.portal}/fonts/inter`, 200), { _resourceType: 'font' }),
    marked(noise('GET', `${customer.portal}/api/v3/portal`, 200), { _fromCache: 'disk' }),
    marked(noise('GET', `${customer.portal}/api/v3/apis`, 304), {}),
    blocked,
    marked(preflight, { _resourceType: 'preflight' }),
    marked(noise('GET', 'wss://portal.acme.example/live', 101), {
      _resourceType: 'websocket',
      _webSocketMessages: [{ type: 'receive', time: 1_700_000_000.5, opcode: 1, data: 'hello' }],
    }),
    marked(noise('GET', 'data:image/png;base64,iVBORw0KGgo=', 200, 'image/png'), {}),
    marked(noise('POST', 'https://stats.example/collect', 204), { _resourceType: 'ping' }),
    ...flow.map(chromeEntry),
  ]
  const page = { startedDateTime: '2026-11-26T10:00:00.000Z', id: 'page_1', title: `${customer.portal}/apps` }
  return {
    log: {
      version: '1.2',
      creator: { name: 'WebInspector', version: '537.36' },
      pages: [{ ...page, pageTimings: { onContentLoad: 210.5, onLoad: -1 } }],
      entries,
    },
  }
}

/** The same by default, *sanitized*: without the headers `Authorization`, `Cookie` and `Set-Cookie`, and without cookies. */
export const chromeSanitized = (flow: readonly Seen[]): Written =>
  chrome(
    flow.map((each) => ({
      ...each,
      headers: without(each.headers, /^(authorization|cookie)$/i),
      answerHeaders: without(each.answerHeaders, /^set-cookie$/i),
    })),
  )

/** The local time of a machine in Berlin. */
const berlin = (at: number): string => `${new Date(at + 3_600_000).toISOString().slice(0, -1)}+01:00`

/** Firefox: local time, forms also as fields, several cookies of one answer in one header. */
export function firefox(flow: readonly Seen[]): Written {
  const entries = [
    ...flow,
    noise('GET', `${customer.portal}/assets/index.css`, 200, 'text/css'),
    noise('GET', `${customer.portal}/api/v3/apis`, 304),
  ].map(({ startedAt, ms, method, url, headers, body, status, answerHeaders, answerBody }) => ({
    startedDateTime: berlin(startedAt),
    request: {
      bodySize: body?.length ?? 0,
      method,
      url,
      httpVersion: 'HTTP/2',
      headers: named(headers),
      cookies: [],
      queryString: queryOf(url),
      headersSize: 412,
      ...(body !== undefined && { postData: { mimeType: headerOf(headers, 'content-type'), params: [], text: body } }),
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/2',
      headers: named(joinedCookies(answerHeaders)),
      cookies: [],
      content: { mimeType: headerOf(answerHeaders, 'content-type'), size: answerBody.length, text: answerBody },
      redirectURL: '',
      headersSize: 300,
      bodySize: answerBody.length,
    },
    cache: {},
    timings: { blocked: 0, dns: 0, connect: 0, ssl: 0, send: 0, wait: Math.round(ms), receive: 0 },
    time: Math.round(ms),
    _securityState: 'secure',
    serverIPAddress: '192.0.2.7',
    connection: '443',
    pageref: 'page_1',
  }))
  const product = { name: 'Firefox', version: '145.0.1' }
  return { log: { version: '1.2', creator: product, browser: product, pages: [], entries } }
}

function joinedCookies(pairs: readonly [string, string][]): [string, string][] {
  const lines = pairs.filter(([name]) => /^set-cookie$/i.test(name)).map(([, value]) => value)
  const others = without(pairs, /^set-cookie$/i)
  return lines.length === 0 ? others : [...others, ['Set-Cookie', lines.join('\n')]]
}

/** Safari: tells whence an answer came, leaves out what is empty, and has no text of a request that has none. */
export function safari(flow: readonly Seen[]): Written {
  const entry = (each: Seen, fetchType: string) => {
    const { pageref, _resourceType, _initiator, _connectionId, ...rest } = chromeEntry(each)
    const { _error, _fetchedViaServiceWorker, ...response } = rest.response
    const request = { ...rest.request, httpVersion: 'HTTP/2', headers: named(each.headers) }
    return { ...rest, request, response, pageref: 'page_0', _fetchType: fetchType, _priority: 'high' }
  }
  return {
    log: {
      version: '1.2',
      creator: { name: 'WebKit Web Inspector', version: '1.0' },
      pages: [],
      entries: [
        entry(noise('GET', `${customer.portal}/api/v3/portal`, 200), 'Memory Cache'),
        entry(noise('GET', `${customer.portal}/logo.svg`, 200, 'image/svg+xml'), 'Network Load'),
        ...flow.map((each) => entry(each, 'Network Load')),
      ],
    },
  }
}
