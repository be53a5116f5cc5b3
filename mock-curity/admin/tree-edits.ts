import type { TSchema } from 'typebox'
import { memberOf, type Node, nodeOf } from '../configuration/nodes.ts'
import type { DataPath, PathStep } from './data-path.ts'
import { dataMissing } from './restconf-errors.ts'

type Section = Readonly<Record<string, unknown>>

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** What stands at `path`; undefined when there is nothing. A section that `false` took away is nothing. */
export function valueAt(tree: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((here, { name, node, keys }) => {
    const value = isSection(here) && here[name] !== false ? here[name] : undefined
    if (!keys) return value
    return listOf(value).find((entry) => (node.kind === 'list' ? hasKeys(entry, node.keys, keys) : entry === keys[0]))
  }, tree)
}

/**
 * The tree with `value` at `path`; undefined takes away what is there. Containers on the way come into being, entries do not.
 * @throws RestconfError 404 when an entry on the way is missing
 */
export function withValue(tree: unknown, path: DataPath, value: unknown): unknown {
  const [step, ...rest] = path
  if (!step) return value
  const section = isSection(tree) ? tree : {}
  const member = step.keys
    ? withEntry(section[step.name], step, rest, value)
    : withValue(section[step.name], rest, value)
  const { [step.name]: _, ...others } = section
  return member === undefined ? others : { ...section, [step.name]: member }
}

function withEntry(list: unknown, { name, node, keys = [] }: PathStep, rest: DataPath, value: unknown): unknown {
  const entries = listOf(list)
  const at = entries.findIndex((entry) => (node.kind === 'list' ? hasKeys(entry, node.keys, keys) : entry === keys[0]))
  if (at < 0 && rest.length > 0) throw dataMissing(`${name} ${keys.join(',')}`)
  const entry = withValue(entries[at], rest, value)
  if (entry === undefined) return entries.toSpliced(at, at < 0 ? 0 : 1)
  return at < 0 ? [...entries, entry] : entries.with(at, entry)
}

const hasKeys = (entry: unknown, names: readonly string[], keys: readonly string[]): boolean =>
  isSection(entry) && names.every((name, at) => String(entry[name]) === keys[at])

/** `over` merged into `under`: members of sections one by one, entries by their keys, leaf-lists as a union (RFC 8040 §4.6.1). */
export function merged(node: Node, under: unknown, over: unknown): unknown {
  if (under === undefined || under === false) return over
  if (node.kind === 'leaf-list') return [...new Set([...listOf(under), ...listOf(over)])]
  if (node.kind === 'list' && Array.isArray(over)) return mergedLists(node, listOf(under), over)
  if (node.kind !== 'container' || !isSection(under) || !isSection(over)) return over
  return mergedSections(node.members, under, over)
}

function mergedSections(members: Readonly<Record<string, TSchema>>, under: Section, over: Section): Section {
  const changed = Object.entries(over).map(([name, value]) => {
    const node = memberOf(members, name)
    return [name, node ? merged(node, under[name], value) : value]
  })
  return { ...under, ...Object.fromEntries(changed) }
}

function mergedLists(node: Node & { kind: 'list' }, under: readonly unknown[], over: readonly unknown[]): unknown[] {
  const keysOf = (entry: unknown) => node.keys.map((name) => (isSection(entry) ? String(entry[name]) : ''))
  const same = (a: unknown, b: unknown) => hasKeys(a, node.keys, keysOf(b))
  const changed = under.map((entry) => {
    const change = over.find((other) => same(other, entry))
    return isSection(change) && isSection(entry) ? mergedSections(node.members, entry, change) : entry
  })
  return [...changed, ...over.filter((entry) => !under.some((other) => same(other, entry)))]
}

/** The tree with every list that the schema asks for; in YANG a list without entries is not there at all. */
export function withEmptyLists(schema: TSchema, value: unknown): unknown {
  const node = nodeOf(schema)
  if (node.kind === 'list') return Array.isArray(value) ? value.map((entry) => filled(node.members, [], entry)) : value
  const required = (schema as { required?: readonly string[] }).required ?? []
  return node.kind === 'container' ? filled(node.members, required, value) : value
}

function filled(members: Readonly<Record<string, TSchema>>, required: readonly string[], value: unknown): unknown {
  if (!isSection(value)) return value
  const known = Object.entries(value).map(([name, member]) => {
    const schema = Object.hasOwn(members, name) ? members[name] : undefined
    return [name, schema ? withEmptyLists(schema, member) : member]
  })
  const missing = required.filter((name) => {
    const node = memberOf(members, name)
    return !(name in value) && (node?.kind === 'list' || node?.kind === 'leaf-list')
  })
  return { ...Object.fromEntries(missing.map((name) => [name, []])), ...Object.fromEntries(known) }
}
