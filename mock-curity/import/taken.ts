import type { TSchema } from 'typebox'
import { fromText } from '../../kit/from-text.ts'
import { complaints, fits } from '../../kit/validation.ts'
import { namespaces } from '../admin/data-path.ts'
import { type Node, nodeOf } from '../configuration/nodes.ts'
import type { Skipped } from './skipped.ts'
import type { Substitute } from './substitutes.ts'
import type { XmlElement } from './xml-elements.ts'

/** What the taking of one export shares. */
export interface Taking {
  skipped: Skipped[]
  substitute: Substitute
}

type List = Extract<Node, { kind: 'list' }>
type Holder = Extract<Node, { kind: 'list' | 'container' }>

const known: readonly string[] = [namespaces.base, namespaces['profile-oauth']]

/** Takes of `children` what `members` has, as members of the tree; the rest is told. */
export function takenMembers(holder: Holder, children: readonly XmlElement[], path: string, taking: Taking) {
  const byName = Map.groupBy(children, ({ name }) => name)
  const members: Record<string, unknown> = {}
  for (const [name, group] of byName) {
    const here = joined(path, name)
    const schema = Object.hasOwn(holder.members, name) ? holder.members[name] : undefined
    const [first] = group
    if (!first) continue
    if (!schema || !known.includes(first.namespace)) {
      taking.skipped.push({ path: here, why: whyUnknown(first) })
      continue
    }
    const value = takenNode(schema, group, here, taking)
    if (value !== undefined) members[name] = value
  }
  return { ...missingParts(holder, members), ...members }
}

/** Undefined: nothing of it can be taken, and that is told. */
function takenNode(schema: TSchema, group: readonly XmlElement[], path: string, taking: Taking): unknown {
  const node = nodeOf(schema)
  if (node.kind === 'list') return group.flatMap((entry) => takenEntry(node, entry, path, taking) ?? [])
  if (node.kind === 'leaf-list') {
    const items = group.map((item) => takenLeaf(node.item, item, path, taking))
    return [...new Set(items.filter((item) => item !== undefined))]
  }
  const [element, ...more] = group
  if (!element) return undefined
  if (more.length > 0) taking.skipped.push({ path, why: 'it stands more than once; the first is taken' })
  if (node.kind === 'empty') return {}
  if (node.kind === 'anydata') return asData(element.children)
  if (node.kind === 'leaf') return takenLeaf(node.schema, element, path, taking)
  const section = takenMembers(node, element.children, path, taking)
  const lacking = node.required.filter((name) => !(name in section))
  if (lacking.length === 0) return section
  taking.skipped.push({ path, why: `it has no ${lacking.join(', ')}` })
  return undefined
}

/** An entry without what every entry must have is skipped as a whole, for one reason. */
function takenEntry(node: List, { children }: XmlElement, path: string, taking: Taking): object | undefined {
  const keyOf = (key: string) => children.find(({ name }) => name === key)?.text ?? ''
  const keys = node.keys.map((key) => (key.endsWith('type') ? bareIdentity(keyOf(key)) : keyOf(key)))
  const here = `${path}=${keys.map(encodeURIComponent).join(',')}`
  const inside: Taking = { ...taking, skipped: [] }
  const entry = takenMembers(node, children, here, inside)
  const lacking = node.required.find((name) => !(name in entry))
  if (lacking === undefined) {
    taking.skipped.push(...inside.skipped)
    return entry
  }
  const cause = inside.skipped.find((skipped) => skipped.path === joined(here, lacking))
  taking.skipped.push({ path: here, why: cause ? `${lacking}: ${cause.why}` : `it has no ${lacking}` })
  return undefined
}

/** The value is never told: it may be a secret. */
function takenLeaf(schema: TSchema, { name, text }: XmlElement, path: string, taking: Taking): unknown {
  const { enum: choices, const: only } = schema as { enum?: unknown[]; const?: unknown } // an identity has one of them
  const isIdentity = (choices ?? only) !== undefined
  const substitute = taking.substitute(name, text, path)
  if (substitute) taking.skipped.push({ path, why: substitute.why })
  const given = substitute ? substitute.value : fromText(schema, isIdentity ? bareIdentity(text) : text)
  if (given === undefined || fits(schema, given)) return given
  const [complaint] = complaints(schema, given)
  const wanted = only === undefined ? complaint?.expected : `must be ${only}`
  taking.skipped.push({ path, why: `${wanted ?? 'is not what the mock takes'}, for the mock` })
  return undefined
}

/** Lists that every such section has, when YANG left them out for having no entries; sections of nothing but such lists. */
function missingParts({ members, required }: Holder, there: object): object {
  const parts = required.flatMap((name) => {
    const schema = members[name]
    if (name in there || !schema) return []
    const part = emptyPart(nodeOf(schema))
    return part === undefined ? [] : [[name, part] as const]
  })
  return Object.fromEntries(parts)
}

function emptyPart(node: Node): unknown {
  if (node.kind === 'list' || node.kind === 'leaf-list') return []
  if (node.kind !== 'container') return undefined
  const part = missingParts(node, {})
  return node.required.every((name) => name in part) ? part : undefined
}

const asData = (children: readonly XmlElement[]): object =>
  Object.fromEntries(children.map(({ name, text, children: inner }) => [name, inner.length > 0 ? asData(inner) : text]))

const whyUnknown = ({ namespace }: XmlElement): string =>
  known.includes(namespace) ? 'the mock has nothing of this name' : `of the namespace ${namespace || '(none)'}`

const bareIdentity = (text: string): string => text.replace(/^[\w-]+:/, '')

const joined = (path: string, name: string): string => (path ? `${path}/${name}` : name)
