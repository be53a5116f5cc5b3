import type { TSchema } from 'typebox'
import { present } from '../configuration/leaf.ts'
import { memberOf, type Node } from '../configuration/nodes.ts'
import { bareName, type Module, moduleOf, withoutModule } from './data-path.ts'

/** How a part of the tree is written. */
export interface Encoding {
  /** Levels below the target, itself included (RFC 8040 §4.8.2). */
  depth: number
  /** How a leaf is shown: a secret is not shown as it is. */
  leaf(name: string, value: unknown): unknown
}

/**
 * A value of the tree as JSON (RFC 7951): empty leaves as `[null]`, members of another module than their parent's with the module
 * before them. What lies deeper than `depth` is left out.
 */
export function toJson(node: Node, name: string, value: unknown, module: Module, encoding: Encoding): unknown {
  if (node.kind === 'empty') return [null]
  if (node.kind === 'leaf') return encoding.leaf(name, value)
  if (node.kind === 'leaf-list' || node.kind === 'anydata') return value
  if (node.kind === 'list') {
    return (value as object[]).map((entry) => membersToJson(node.members, entry, module, encoding)) // checked against the schema
  }
  return membersToJson(node.members, value, module, encoding)
}

function membersToJson(
  members: Readonly<Record<string, TSchema>>,
  value: unknown,
  module: Module,
  encoding: Encoding,
): object {
  const written = presentMembers(members, value)
    .filter(({ node }) => encoding.depth > 2 || (encoding.depth === 2 && !hasLevels(node)))
    .map(({ name, node, value }) => {
      const own = moduleOf(name, module)
      const label = own === module ? name : `${own}:${name}`
      return [label, toJson(node, name, value, own, { ...encoding, depth: encoding.depth - 1 })]
    })
  return Object.fromEntries(written)
}

/** A member of a section that is there. */
export interface PresentMember {
  name: string
  node: Node
  value: unknown
}

/** The members that are there, in the order of the schema. */
export function presentMembers(members: Readonly<Record<string, TSchema>>, value: unknown): PresentMember[] {
  const section = (value ?? {}) as Record<string, unknown> // a section, checked against the schema
  return Object.keys(members).flatMap((name) => {
    const node = memberOf(members, name)
    const member = section[name]
    if (!node || member === undefined) return []
    // `false` is a value for a flag; of anything else it says that it is not there.
    return node.kind === 'leaf' || present(member) ? [{ name, node, value: member }] : []
  })
}

/**
 * JSON as a value of the tree. What the schema does not know stays under its name, for the check to complain about.
 * @throws unknown-element for a module that there is not
 */
export function fromJson(node: Node, sent: unknown): unknown {
  if (node.kind === 'empty') return isEmpty(sent) ? {} : sent
  if (node.kind === 'anydata') return sent
  if (node.kind === 'leaf') return leafOf(node.schema, sent)
  if (node.kind === 'leaf-list') return Array.isArray(sent) ? sent.map((item) => leafOf(node.item, item)) : sent
  if (node.kind === 'list') return listOf(sent).map((entry) => membersFromJson(node.members, entry))
  return membersFromJson(node.members, isEmpty(sent) ? {} : sent)
}

/** A list may be one object, as one entry is sent in practice (`curity.md` 7.3). */
const listOf = (sent: unknown): unknown[] => (Array.isArray(sent) ? sent : [sent])

function membersFromJson(members: Readonly<Record<string, TSchema>>, sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent
  return Object.fromEntries(
    Object.entries(sent).map(([label, value]) => {
      const name = bareName(label)
      const node = memberOf(members, name)
      return [name, node ? fromJson(node, value) : value]
    }),
  )
}

/** Whether there are levels below it. */
const hasLevels = ({ kind }: Node) => kind === 'container' || kind === 'list' || kind === 'anydata'

const isEmpty = (sent: unknown): boolean =>
  sent === null ||
  sent === true ||
  (Array.isArray(sent) && sent.length === 1 && sent[0] === null) ||
  isEmptyObject(sent)

const isEmptyObject = (sent: unknown): boolean =>
  typeof sent === 'object' && sent !== null && !Array.isArray(sent) && Object.keys(sent).length === 0

/** A leaf of fixed texts may be an identity, with its module before it. */
function leafOf(schema: TSchema, sent: unknown): unknown {
  const { enum: choices, const: only } = schema as { enum?: unknown[]; const?: unknown }
  return typeof sent === 'string' && (choices !== undefined || only !== undefined) ? withoutModule(sent) : sent
}
