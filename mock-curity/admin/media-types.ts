import type { FastifyRequest } from 'fastify'
import { bareName, type Target } from './data-path.ts'
import { type Encoding, fromJson, toJson } from './json-encoding.ts'
import { malformedMessage, notAcceptable, unsupportedMedia } from './restconf-errors.ts'

/** A form of data (RFC 8040 §3.2). */
export type DataForm = 'json' | 'xml'

/** The media type of a form (`curity.md` 7.3). */
export const mediaTypeOf = (form: DataForm): string => `application/yang-data+${form}`

/** The form that a caller wants; JSON unless XML is preferred. @throws RestconfError 406 when it takes neither */
export function wantedForm({ headers }: FastifyRequest): DataForm {
  const ranges = (headers.accept ?? '*/*').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    return { type, quality: Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1) }
  })
  const [best] = ranges.filter(({ type, quality }) => quality > 0 && formOf(type)).sort((a, b) => b.quality - a.quality)
  const form = best && formOf(best.type)
  if (!form) throw notAcceptable()
  return form
}

/** The form that an error goes out in, whatever is accepted. */
export const errorForm = ({ headers }: FastifyRequest): DataForm =>
  /yang-data\+xml/i.test(headers.accept ?? '') && !/yang-data\+json/i.test(headers.accept ?? '') ? 'xml' : 'json'

function formOf(type: string): DataForm | undefined {
  if (type === mediaTypeOf('xml')) return 'xml'
  return [mediaTypeOf('json'), 'application/*', '*/*'].includes(type) ? 'json' : undefined
}

/** What a body says: the name of the one thing in it, and how to read that once it is known what it is. */
export interface SentData {
  name: string
  as(node: Target['node']): unknown
}

/** Reads a body. @throws RestconfError 400, 415 */
export async function readBody({ headers, body }: FastifyRequest): Promise<SentData> {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === mediaTypeOf('json')) return jsonData(String(body ?? ''))
  if (type !== mediaTypeOf('xml')) throw unsupportedMedia(headers['content-type'])
  const { xmlRoot, fromXml } = await import('./xml-encoding.ts')
  const { name, content } = xmlRoot(String(body ?? ''))
  return { name, as: (node) => fromXml(node, content) }
}

function jsonData(text: string): SentData {
  const members = Object.entries(parsed(text))
  const [member] = members
  if (!member || members.length > 1)
    throw malformedMessage('send a JSON object with one member, named after its target')
  return { name: bareName(member[0]), as: (node) => fromJson(node, member[1]) }
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Said below.
  }
  throw malformedMessage('the body is no JSON object')
}

/** Data as it goes out. @throws RestconfError 400 when the form cannot hold it */
export async function writeBody(target: Target, value: unknown, form: DataForm, encoding: Encoding): Promise<string> {
  const { node, name, module } = target
  if (form === 'json') return JSON.stringify({ [`${module}:${name}`]: toJson(node, name, value, module, encoding) })
  const { toXml } = await import('./xml-encoding.ts')
  return toXml(node, name, value, module, encoding)
}
