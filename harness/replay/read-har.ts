import { readFileSync } from 'node:fs'
import { Complaints } from '../../kit/complaints.ts'
import { isClientsOwn, type RecordedEntry } from '../../kit/har.ts'
import type { HarEntry } from '../../kit/har-schema.ts'

/** A request of the archive, as far as a replay needs it. */
export interface ArchivedCall {
  /** Its place among the entries, from 1. */
  number: number
  method: string
  url: string
  headers: [name: string, value: string][]
  body: string | undefined
  answer: {
    status: number
    headers: Record<string, string | string[]>
    body: string | undefined
  }
  /** The server that recorded it, in an archive of ours. */
  server: string | undefined
}

/**
 * The client's requests in an HTTP Archive, in the order in which they began. Programs write more and less than HAR 1.2 asks for, so only what a
 * replay reads is asked for.
 * @throws Complaints when the file is missing, is no JSON, or no archive
 */
export function readHar(file: string): ArchivedCall[] {
  const entries = entriesOf(file)
  const wrong = entries.flatMap((entry, at) => complaintOf(entry, at))
  if (wrong.length > 0) throw new Complaints(file, wrong.slice(0, 20))
  const known = entries as (HarEntry & Partial<RecordedEntry>)[] // each was looked at in the line above
  const spans = new Set(known.map(({ _trace }) => _trace?.span))
  return known
    .map((entry, at) => ({ entry, number: at + 1 }))
    .filter(({ entry }) => isClientsOwn(entry) && !(entry._trace?.parent && spans.has(entry._trace.parent)))
    .filter(({ entry }) => !new URL(entry.request.url).pathname.startsWith('/_cluster/')) // a data plane's own stream
    .toSorted((a, b) => (a.entry.startedDateTime ?? '').localeCompare(b.entry.startedDateTime ?? ''))
    .map(({ entry, number }) => callOf(entry, number))
}

function entriesOf(file: string): unknown[] {
  const complain = (expected: string) => new Complaints(file, [{ path: '', expected }])
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    throw complain(code === 'ENOENT' ? 'no such file' : message)
  }
  let archive: { log?: { entries?: unknown } } | null
  try {
    archive = JSON.parse(text.replace(/^\ufeff/, '')) as typeof archive // read with care below
  } catch (error) {
    throw complain(`is no JSON, so no HTTP Archive: ${(error as Error).message}`)
  }
  const entries = archive?.log?.entries
  if (!Array.isArray(entries)) throw complain('is no HTTP Archive: it has no log.entries')
  return entries
}

function complaintOf(entry: unknown, at: number): { path: string; expected: string }[] {
  const { request, response } = (entry ?? {}) as Partial<HarEntry>
  const path = `log.entries.${at}`
  if (typeof request?.method !== 'string') return [{ path: `${path}.request.method`, expected: 'is required' }]
  if (!URL.canParse(String(request.url))) return [{ path: `${path}.request.url`, expected: 'must be a URL' }]
  if (typeof response?.status !== 'number') return [{ path: `${path}.response.status`, expected: 'is required' }]
  return []
}

function callOf(entry: HarEntry & { _server?: string }, number: number): ArchivedCall {
  const { request, response } = entry
  const pairs = (list: { name: string; value: string }[] = []) =>
    list.map(({ name, value }): [string, string] => [name, value])
  return {
    number,
    method: request.method,
    url: request.url,
    // HTTP/2 pseudo headers, as browsers write them, are no headers.
    headers: pairs(request.headers).filter(([name]) => !name.startsWith(':')),
    body: bodyOf(request.postData),
    answer: {
      status: response.status,
      headers: byName(pairs(response.headers)),
      body: contentOf(response.content),
    },
    server: entry._server,
  }
}

/** Some programs write a form as its fields only. */
function bodyOf(postData: HarEntry['request']['postData']): string | undefined {
  if (postData?.text !== undefined && postData.text !== '') return postData.text
  if (!postData?.params?.length) return undefined
  return new URLSearchParams(postData.params.map(({ name, value = '' }): [string, string] => [name, value])).toString()
}

/** Undefined where the program kept no body. */
function contentOf({ text, encoding }: Partial<HarEntry['response']['content']> = {}): string | undefined {
  return encoding === 'base64' && text !== undefined ? Buffer.from(text, 'base64').toString() : text
}

function byName(pairs: readonly [string, string][]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase()
    const before = headers[lower]
    headers[lower] = before === undefined ? value : [before, value].flat()
  }
  return headers
}
