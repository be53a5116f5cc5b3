import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { Entry } from './entry.ts'

/** The body of a request, or undefined: none, or one that the program did not keep. Some write a form as its fields only. */
export function bodyOf({ text = '', params, mimeType, isBase64 }: Entry['request']['postData']): string | undefined {
  if (text !== '') return isBase64 ? Buffer.from(text, 'base64').toString() : text
  return params.length === 0 || mimeType.includes('multipart') ? undefined : new URLSearchParams(params).toString()
}

/**
 * The body of an answer as text; undefined where the program kept none. Proxies that keep what was on the wire write bytes as base64, compressed
 * as they came.
 * @param coding its `Content-Encoding`
 */
export function contentOf({ text, isBase64 }: Entry['response']['content'], coding: string): string | undefined {
  return text === undefined || !isBase64 ? text : unpacked(Buffer.from(text, 'base64'), coding).toString()
}

const codings: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/** Most programs unpack and leave the header as it was, so bytes that are not packed are no error. */
function unpacked(bytes: Buffer, coding: string): Buffer {
  try {
    return codings[coding.trim().toLowerCase()]?.(bytes) ?? bytes
  } catch {
    return bytes
  }
}
