import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element of a document: its name without a prefix, the namespace that it is of, and what is in it. */
export interface XmlElement {
  name: string
  namespace: string
  text: string
  children: readonly XmlElement[]
}

/** Not XML, or more than data. The message says where. */
export class NoXml extends Error {}

/** Character references (`&#38;`) are what the library calls entities of HTML. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

/** The root element of a document. @throws NoXml when it is no document, or has a DOCTYPE */
export function documentElement(text: string): XmlElement {
  // Entities of a document's own could make a small text a large one.
  if (/<!DOCTYPE/i.test(text)) throw new NoXml('a DOCTYPE is not taken')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new NoXml(`line ${valid.err.line}: ${valid.err.msg}`)
  const [root] = elements(parser.parse(text) as Parsed[], new Map()) // in this mode, a list of nodes
  if (!root) throw new NoXml('there is no element in it')
  return root
}

/** A node as the parser gives it: `{ name: children, ':@': attributes }`, or `{ '#text': text }`. */
type Parsed = Record<string, unknown>

type Scope = ReadonlyMap<string, string>

const elements = (nodes: readonly Parsed[], outer: Scope): XmlElement[] =>
  nodes.flatMap((node) => {
    const label = Object.keys(node).find((key) => key !== ':@')
    if (label === undefined || label === '#text') return []
    const children = node[label] as Parsed[]
    const scope = withDeclared(outer, (node[':@'] ?? {}) as Record<string, string>)
    const [prefix, name] = label.includes(':') ? label.split(':') : ['', label]
    return [
      {
        name: String(name),
        namespace: scope.get(String(prefix)) ?? '',
        text: children.map((child) => String(child['#text'] ?? '')).join(''),
        children: elements(children, scope),
      },
    ]
  })

/** Prefixes with those that an element declares (Namespaces in XML 1.0 §3); the default namespace has none. */
function withDeclared(outer: Scope, attributes: Record<string, string>): Scope {
  const declared = Object.entries(attributes)
    .filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    .map(([name, uri]) => [name.slice('xmlns:'.length), uri] as const)
  return declared.length === 0 ? outer : new Map([...outer, ...declared])
}
