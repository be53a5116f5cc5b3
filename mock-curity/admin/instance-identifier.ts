import type { TSchema } from 'typebox'
import { memberOf, type Node } from '../configuration/nodes.ts'
import { type Module, moduleOf, topMembers } from './data-path.ts'

/**
 * A place in the tree as `error-path` names it (RFC 8040 §7.1): an instance identifier in the form of JSON (RFC 7951 §6.11), so that an entry
 * of a list is told by its keys, and a module stands where it changes.
 * @param path as complaints have it: `profiles.profile.0.settings`
 * @param tree what the complaint is about, of the right shape or not
 */
export function instanceIdentifier(path: string, tree: unknown): string {
  let place: Place = { module: 'ietf-restconf', members: topMembers, value: tree, node: undefined }
  let text = ''
  for (const step of path.split('.')) {
    const entry = entryAt(place, step)
    if (entry) {
      text += entry.predicates
      place = entry.place
    } else {
      const next = memberAt(place, step)
      text += next.module === place.module ? `/${step}` : `/${next.module}:${step}`
      place = next
    }
  }
  return text
}

interface Place {
  module: Module
  /** What can follow. */
  members: Readonly<Record<string, TSchema>>
  value: unknown
  /** What a name stands for; of an entry, and of what the schema does not know, undefined. */
  node: Node | undefined
}

function memberAt({ module, members, value }: Place, name: string): Place {
  const node = memberOf(members, name)
  const below = node?.kind === 'container' ? node.members : {}
  return { module: node ? moduleOf(name, module) : module, members: below, value: memberValue(value, name), node }
}

/** The entry of a list that a number in the path stands for. */
function entryAt({ module, value, node }: Place, step: string): { place: Place; predicates: string } | undefined {
  if (node?.kind !== 'list' && node?.kind !== 'leaf-list') return undefined
  const entry = memberValue(value, step)
  if (node.kind === 'leaf-list') {
    return { place: { module, members: {}, value: entry, node: undefined }, predicates: `[.=${quoted(entry)}]` }
  }
  const predicates = node.keys.map((key) => `[${key}=${quoted(memberValue(entry, key))}]`).join('')
  return { place: { module, members: node.members, value: entry, node: undefined }, predicates }
}

const memberValue = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** A key in quotes that it does not have itself. */
function quoted(key: unknown): string {
  const text = String(key ?? '')
  return text.includes("'") ? `"${text}"` : `'${text}'`
}
