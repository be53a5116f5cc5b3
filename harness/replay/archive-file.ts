import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Complaints } from '../../kit/complaints.ts'

/** What a file holds, before anything is known of its entries. */
export interface Archive {
  /** The program that wrote it, as it calls itself: `WebInspector`, `Firefox`, `mitmproxy`. */
  creator: string
  entries: unknown[]
}

/**
 * The HTTP Archive in `file`, also when it is compressed by gzip.
 * @throws Complaints when the file is missing or holds something else; what that is, if it can be told
 */
export function archiveIn(file: string): Archive {
  const complain = (expected: string) => new Complaints(file, [{ path: '', expected }])
  const bytes = bytesOf(file, complain)
  if (bytes.subarray(0, 2).toString() === 'PK') throw complain('is a ZIP file; unpack it, and give the .har in it')
  const text = textOf(bytes, complain)
  let document: Document
  try {
    document = JSON.parse(text) as Document // read with care below
  } catch (error) {
    const what = /^\s*</.test(text) ? 'a page or XML' : `no JSON (${(error as Error).message})`
    throw complain(`is ${what}, so no HTTP Archive; save it as HAR`)
  }
  const { entries, creator } = document?.log ?? {}
  if (!Array.isArray(entries)) throw complain(`is no HTTP Archive: it has no log.entries${otherFormat(document)}`)
  if (entries.length === 0) throw complain('is an HTTP Archive without a request; record some, and save it again')
  const name = (creator as { name?: unknown } | undefined)?.name
  return { creator: typeof name === 'string' ? name : 'a program that does not say its name', entries }
}

type Complain = (expected: string) => Complaints
type Document = { log?: { entries?: unknown; creator?: unknown } } | null

function bytesOf(file: string, complain: Complain): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    throw complain(code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a folder' : message)
  }
}

function textOf(bytes: Buffer, complain: Complain): string {
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    const encoding = plain[0] === 0xff && plain[1] === 0xfe ? 'utf16le' : 'utf8'
    return plain.toString(encoding).replace(/^\ufeff/, '')
  } catch (error) {
    throw complain(`begins like gzip and is broken: ${(error as Error).message}`)
  }
}

/** Files that people take for archives, by a member that each has. */
const formats: readonly (readonly [member: string, what: string])[] = [
  ['info', 'it looks like a Postman collection'],
  ['constants', 'it looks like a net log of Chrome; save a HAR in the developer tools, in the tab Network'],
  ['openapi', 'it is an OpenAPI description'],
  ['resourceSpans', 'it holds OpenTelemetry spans'],
  ['traceEvents', 'it looks like a performance profile'],
  ['recording', 'it looks like a recording of user actions'],
]

function otherFormat(document: unknown): string {
  const members = typeof document === 'object' && document !== null ? Object.keys(document) : []
  const found = formats.find(([member]) => members.includes(member))
  return found ? `; ${found[1]}` : ''
}
