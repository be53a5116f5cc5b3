import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { TSchema } from 'typebox'
import { fromText } from '../../kit/from-text.ts'
import { html } from '../../kit/html.ts'
import { memberOf, type Node } from '../configuration/nodes.ts'
import { type Module, moduleOf, namespaces } from './data-path.ts'
import { type Encoding, presentMembers } from './json-encoding.ts'
import { badValue, malformedMessage } from './restconf-errors.ts'

/** Character references (`&#38;`) are what the library calls entities of HTML. */
const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  htmlEntities: true,
})

/** One element: its name, and what is in it, still as texts. */
export interface XmlElement {
  name: string
  content: unknown
}

/** The root element of a document. Names lose their prefixes. @throws RestconfError 400 when it is no document, or has a DOCTYPE */
export function xmlRoot(text: string): XmlElement {
  // Entities of a document's own could make a small text a large one.
  if (/<!DOCTYPE/i.test(text)) throw malformedMessage('a DOCTYPE is not taken')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw malformedMessage(`line ${valid.err.line}: ${valid.err.msg}`)
  const roots = Object.entries(parser.parse(text) as object).filter(([name]) => !name.startsWith('?')) // a document is an object of elements
  const [root] = roots
  if (!root || roots.length > 1) throw malformedMessage('send a document with one root element')
  return { name: root[0], content: root[1] }
}

/** What an element holds as a value of the tree. What the schema does not know stays as it is, for the check to complain about. */
export function fromXml(node: Node, content: unknown): unknown {
  if (node.kind === 'empty') return content === '' ? {} : content
  if (node.kind === 'leaf') return leafOf(node.schema, content)
  if (node.kind === 'anydata') return typeof content === 'object' ? content : {}
  if (node.kind === 'leaf-list') return [content].flat().map((item) => leafOf(node.item, item))
  if (node.kind === 'list') return [content].flat().map((entry) => membersFromXml(node.members, entry))
  return membersFromXml(node.members, content)
}

function membersFromXml(members: Readonly<Record<string, TSchema>>, content: unknown): unknown {
  if (content === '') return {}
  if (typeof content !== 'object' || content === null) return content
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => {
      const node = memberOf(members, name)
      return [name, node ? fromXml(node, value) : value]
    }),
  )
}

function leafOf(schema: TSchema, content: unknown): unknown {
  const { enum: choices, const: only } = schema as { enum?: unknown[]; const?: unknown } // an identity has one of them
  if (typeof content === 'string' && (choices ?? only) !== undefined) return content.replace(/^[\w-]+:/, '')
  return fromText(schema, content)
}

/**
 * A value of the tree as a document, its root with the namespace of its module.
 * @throws RestconfError 400 for several entries, which no document can hold (RFC 8040 §4.3)
 */
export function toXml(node: Node, name: string, value: unknown, module: Module, encoding: Encoding): string {
  const entries = node.kind === 'list' ? (value as unknown[]) : [value] // checked against the schema
  if (entries.length !== 1) throw badValue('one entry at a time can be read as XML; name its keys')
  return elements(node, name, value, { module, outer: undefined, encoding }).map(String).join('')
}

interface Place {
  module: Module
  outer: Module | undefined
  encoding: Encoding
}

function elements(node: Node, name: string, value: unknown, { module, outer, encoding }: Place): string[] {
  const space = module === outer ? '' : ` xmlns="${namespaces[module]}"`
  const element = (content: string) => (content === '' ? `<${name}${space}/>` : `<${name}${space}>${content}</${name}>`)
  const escaped = (leaf: unknown) => html`${String(leaf)}`.text
  const inside = (members: Readonly<Record<string, TSchema>>, section: unknown) =>
    presentMembers(members, section)
      .flatMap((member) => {
        const place = { module: moduleOf(member.name, module), outer: module, encoding }
        return elements(member.node, member.name, member.value, place)
      })
      .join('')
  if (node.kind === 'container') return [element(inside(node.members, value))]
  if (node.kind === 'list') return (value as unknown[]).map((entry) => element(inside(node.members, entry)))
  if (node.kind === 'leaf-list') return (value as unknown[]).map((item) => element(escaped(item)))
  if (node.kind === 'leaf') return [element(escaped(encoding.leaf(name, value)))]
  return [element(node.kind === 'anydata' ? contentOf(value) : '')]
}

/** What the schema does not tell, as it stands: members as elements, a list as elements of one name. */
function contentOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return html`${String(value ?? '')}`.text
  return Object.entries(value)
    .flatMap(([name, member]) => [member].flat().map((one) => `<${name}>${contentOf(one)}</${name}>`))
    .join('')
}
