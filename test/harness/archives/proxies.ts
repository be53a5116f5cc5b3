import { gzipSync } from 'node:zlib'
import { headerOf, named, noise, type Written } from './browsers.ts'
import { customer, type Seen } from './customer-flow.ts'

const tunnel = (host: string): Seen => noise('CONNECT', `http://${host}:443/`, 200)

interface Dress {
  /** When the request began, as the program writes it. */
  startedDateTime: (at: number) => string
  content: (body: string, coding: string) => object
  postData?: (body: string, mimeType: string) => object
  /** What it adds to an entry. */
  marks?: object
}

function entriesOf(flow: readonly Seen[], { startedDateTime, content, postData, marks }: Dress) {
  return flow.map(({ startedAt, ms, method, url, headers, body, status, answerHeaders, answerBody }) => ({
    startedDateTime: startedDateTime(startedAt),
    time: ms,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: headerOf(headers, 'cookie') ? [{ name: 'portalaccesstoken', value: 'a', path: '/', domain: '' }] : [],
      headers: named(headers),
      queryString: [],
      headersSize: 200,
      bodySize: body?.length ?? 0,
      ...(body !== undefined && {
        postData: postData?.(body, headerOf(headers, 'content-type')) ?? {
          mimeType: headerOf(headers, 'content-type'),
          text: body,
        },
      }),
    },
    response: {
      status,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: named(answerHeaders),
      content: {
        size: answerBody.length,
        mimeType: headerOf(answerHeaders, 'content-type'),
        ...content(answerBody, headerOf(answerHeaders, 'content-encoding')),
      },
      redirectURL: headerOf(answerHeaders, 'location'),
      headersSize: 200,
      bodySize: answerBody.length,
    },
    cache: {},
    timings: { connect: -1, ssl: -1, send: 2, receive: 1, wait: Math.max(1, Math.round(ms)) },
    serverIPAddress: '192.0.2.7',
    ...marks,
  }))
}

const archive = (creator: object, entries: Record<string, unknown>[]): Written => ({
  log: { version: '1.2', creator, pages: [], entries },
})

/** mitmproxy: microseconds, texts as they are, WebSockets with their messages. */
export const mitmproxy = (flow: readonly Seen[]): Written =>
  archive({ name: 'mitmproxy', version: '12.1.1', comment: '' }, [
    ...entriesOf(flow, {
      startedDateTime: (at) => new Date(at).toISOString().replace('Z', '456+00:00'),
      content: (text) => ({ compression: 0, text }),
      postData: (text, mimeType) => ({ mimeType, text, params: [] }),
    }),
    ...entriesOf([noise('GET', `${customer.portal}/live`, 101)], {
      startedDateTime: (at) => new Date(at).toISOString(),
      content: () => ({ text: '' }),
      marks: { _webSocketMessages: [{ type: 'send', time: 1, opcode: 1, data: 'hi' }] },
    }),
  ])

/** As an answer would have come to a browser: compressed. */
const compressed = (flow: readonly Seen[]): Seen[] =>
  flow.map((each) => ({ ...each, answerHeaders: [...each.answerHeaders, ['Content-Encoding', 'gzip']] }))

/** Charles: by host, not by time; bodies as they were on the wire. */
export function charles(flow: readonly Seen[]): Written {
  const byHost = [tunnel('idp.acme.example'), ...flow].toSorted((a, b) => (a.url < b.url ? -1 : 1))
  const entries = entriesOf(compressed(byHost), {
    startedDateTime: (at) => new Date(at + 7_200_000).toISOString().replace('Z', '+02:00'),
    content: (text) => (text === '' ? {} : { text: gzipSync(text).toString('base64'), encoding: 'base64' }),
    marks: { _charlesStatus: 'COMPLETE' },
  })
  return archive({ name: 'Charles Proxy', version: '5.0.1' }, entries)
}

/** Fiddler: seven digits of a second, forms as fields alone, unpacked bodies whose header still says that they are packed. */
export const fiddler = (flow: readonly Seen[]): Written =>
  archive(
    { name: 'Fiddler', version: '5.0.20253.3311', comment: 'https://fiddler2.com' },
    entriesOf(compressed([tunnel('portal.acme.example'), ...flow]), {
      startedDateTime: (at) => new Date(at).toISOString().replace('Z', '7654Z'),
      content: (text) => ({ text: Buffer.from(text).toString('base64'), encoding: 'base64', compression: 0 }),
      postData: (text, mimeType) =>
        mimeType.includes('urlencoded')
          ? { mimeType, params: Array.from(new URLSearchParams(text), ([name, value]) => ({ name, value })) }
          : { mimeType, text, params: [] },
      marks: { connection: 'ClientPort:50312;EgressPort:50313' },
    }),
  )

/** Proxyman: bodies of both sides as base64. */
export const proxyman = (flow: readonly Seen[]): Written =>
  archive(
    { name: 'Proxyman', version: '6.1.0' },
    entriesOf(flow, {
      startedDateTime: (at) => new Date(at).toISOString(),
      content: (text) => ({ text: Buffer.from(text).toString('base64'), encoding: 'base64' }),
      postData: (text, mimeType) => ({ mimeType, text: Buffer.from(text).toString('base64'), encoding: 'base64' }),
      marks: { _id: '42', _name: '', _isHTTPS: true, _clientName: 'Google Chrome', comment: '' },
    }),
  )
