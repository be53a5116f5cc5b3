import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { HarEntry } from '../../kit/har-schema.ts'

type PostData = HarEntry['request']['postData'] & { encoding?: unknown; _encoding?: unknown }
type Content = Partial<HarEntry['response']['content']>

/** The body of a request, or undefined: none, or one that the program did not keep. Some write a form as its fields only. */
export function bodyOf(postData: HarEntry['request']['postData']): string | undefined {
  const { text, params, mimeType = '', encoding, _encoding } = (postData ?? {}) as Partial<PostData>
  if (typeof text === 'string' && text !== '') {
    return (encoding ?? _encoding) === 'base64' ? Buffer.from(text, 'base64').toString() : text
  }
  if (!Array.isArray(params) || params.length === 0 || mimeType.includes('multipart')) return undefined
  return new URLSearchParams(params.map(({ name, value = '' }): [string, string] => [name, value])).toString()
}

/**
 * The body of an answer as text; undefined where the program kept none. Proxies that keep what was on the wire write bytes as base64, compressed
 * as they came.
 * @param coding its `Content-Encoding`
 */
export function contentOf({ text, encoding }: Content = {}, coding: string): string | undefined {
  if (typeof text !== 'string') return undefined
  if (encoding !== 'base64') return text
  return unpacked(Buffer.from(text, 'base64'), coding).toString()
}

/** Most programs unpack and leave the header as it was, so bytes that are not packed are no error. */
function unpacked(bytes: Buffer, coding: string): Buffer {
  const unpack = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[
    coding.trim().toLowerCase()
  ]
  try {
    return unpack ? unpack(bytes) : bytes
  } catch {
    return bytes
  }
}
