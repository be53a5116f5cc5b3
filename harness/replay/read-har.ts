import { Complaints } from '../../kit/complaints.ts'
import { client } from '../../kit/transcript.ts'
import { archiveIn } from './archive-file.ts'
import { type Entry, entryOf } from './entry.ts'
import { whyLeftOut } from './left-out.ts'
import { bodyOf, contentOf } from './message-text.ts'

/** A request of the archive, as far as a replay needs it. */
export interface ArchivedCall {
  /** Its place among the entries, from 1. */
  number: number
  method: string
  url: string
  headers: [name: string, value: string][]
  body: string | undefined
  /** It had a body, and the archive does not have it. */
  isBodyMissing: boolean
  /** It had cookies. */
  hasCookies: boolean
  answer: {
    status: number
    headers: Record<string, string | string[]>
    body: string | undefined
  }
  /** Why it is not made again. */
  leftOut: string | undefined
  /** The server that recorded it, in an archive of ours. */
  server: string | undefined
}

/** What a replay knows of an archive. */
export interface ArchivedCalls {
  creator: string
  /**
   * No request has an `Authorization` or a `Cookie`: browsers leave them out unless told otherwise, and so does who cleans an archive. A call
   * without credentials may well have had some then.
   */
  withoutCredentials: boolean
  /** Nor does an answer set a cookie: those that do were cleaned, too. */
  withoutSetCookies: boolean
  calls: ArchivedCall[]
}

/**
 * The client's requests in an HTTP Archive, in the order in which they began. Programs write more and less than HAR 1.2 asks for, so only what a
 * replay reads is asked for.
 * @throws Complaints when the file is missing, is no JSON, or no archive
 */
export function readHar(file: string): ArchivedCalls {
  const { creator, entries } = archiveIn(file)
  const known = entries.map(entryOf)
  const wrong = known.flatMap((entry, at) => complaintOf(entry, at))
  if (wrong.length > 0) throw new Complaints(file, wrong.slice(0, 20))
  const spans = new Set(known.map(({ marks }) => marks.span))
  const calls = known
    .map((entry, at) => ({ entry, number: at + 1 }))
    .filter(({ entry: { marks } }) => (marks.caller ?? client) === client && !(marks.parent && spans.has(marks.parent)))
    .filter(({ entry }) => !/^\w+:\/\/[^/]+\/_cluster\//.test(entry.request.url)) // a data plane's own stream
    .toSorted((a, b) => beganAt(a.entry) - beganAt(b.entry))
    .map(({ entry, number }) => callOf(entry, number))
  // An archive of ours leaves nothing out: it shows what it masks.
  const withoutCredentials = !calls.some((call) => call.server !== undefined || hasCredentials(call))
  const setsCookie = ({ answer }: ArchivedCall) => answer.headers['set-cookie'] !== undefined
  return { creator, withoutCredentials, withoutSetCookies: withoutCredentials && !calls.some(setsCookie), calls }
}

/** Programs write their own time zones, and one to seven digits of a second; what says no time stays where it stands. */
const beganAt = ({ startedDateTime }: Entry): number => Date.parse(startedDateTime) || 0

function complaintOf({ request: { method, url } }: Entry, at: number): { path: string; expected: string }[] {
  const path = `log.entries.${at}.request`
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method)) return [{ path: `${path}.method`, expected: 'is required' }]
  const isUrl = method === 'CONNECT' || URL.canParse(url)
  return isUrl ? [] : [{ path: `${path}.url`, expected: 'must be a URL' }]
}

function callOf(entry: Entry, number: number): ArchivedCall {
  const { request, response } = entry
  const headers = sendable(request.headers)
  const answered = byName(sendable(response.headers))
  const body = bodyOf(request.postData)
  return {
    number,
    method: request.method,
    url: request.url,
    headers,
    body,
    isBodyMissing: body === undefined && announcedLength(headers, request.bodySize) > 0,
    hasCookies: headers.some(([name]) => /^cookie$/i.test(name)) || request.cookies.length > 0,
    answer: {
      status: response.status,
      headers: answered,
      body: contentOf(response.content, String(answered['content-encoding'] ?? '')),
    },
    leftOut: whyLeftOut(entry),
    server: entry.marks.server,
  }
}

const announcedLength = (headers: readonly [string, string][], bodySize: number): number =>
  Number(headers.find(([name]) => /^content-length$/i.test(name))?.[1] ?? bodySize) || 0

const hasCredentials = ({ headers, hasCookies }: ArchivedCall): boolean =>
  hasCookies || headers.some(([name]) => /^authorization$/i.test(name))

/** HTTP/2's pseudo headers, as browsers write them, are none. */
const sendable = (pairs: readonly [string, string][]): [name: string, value: string][] =>
  pairs.filter(([name]) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))

function byName(pairs: readonly [string, string][]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase()
    // Some programs put several of these into one, a line each.
    const values = lower === 'set-cookie' ? value.split('\n') : [value]
    const all = [headers[lower] ?? [], values].flat()
    headers[lower] = all.length === 1 ? value : all
  }
  return headers
}
