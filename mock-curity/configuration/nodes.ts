import type { TSchema } from 'typebox'

/** What a name of the configuration stands for, in YANG's words (RFC 7950 §4.2.2). */
export type Node =
  | ({ kind: 'container' } & Members)
  | ({ kind: 'list'; keys: readonly string[] } & Members)
  | { kind: 'leaf-list'; item: TSchema }
  | { kind: 'empty' }
  | { kind: 'anydata' }
  | { kind: 'leaf'; schema: TSchema }

/** What stands in a container, or in each entry of a list. */
interface Members {
  members: Readonly<Record<string, TSchema>>
  /** Names of those that must be there. */
  required: readonly string[]
}

interface Keywords {
  type?: string
  anyOf?: TSchema[]
  properties?: Record<string, TSchema>
  required?: readonly string[]
  additionalProperties?: unknown
  items?: TSchema
  keys?: readonly string[]
}

/** Reads off a part of the configuration's schema what it is. The one schema describes the tree for YAML, RESTCONF and XML. */
export function nodeOf(schema: TSchema): Node {
  const branches = branchesOf(schema)
  const list = branches.find(({ type }) => type === 'array')
  if (list?.items) {
    const { properties, required = [] } = keywords(list.items)
    return properties
      ? { kind: 'list', keys: list.keys ?? ['id'], members: properties, required }
      : { kind: 'leaf-list', item: list.items }
  }
  const section = branches.find(({ properties }) => properties)
  if (!section?.properties) return { kind: 'leaf', schema }
  const { properties, required = [] } = section
  if (Object.keys(properties).length > 0) return { kind: 'container', members: properties, required }
  return { kind: section.additionalProperties === false ? 'empty' : 'anydata' }
}

/** A member of a container or of a list's entries; undefined when there is none of this name. */
export const memberOf = (members: Readonly<Record<string, TSchema>>, name: string): Node | undefined => {
  const schema = Object.hasOwn(members, name) ? members[name] : undefined
  return schema && nodeOf(schema)
}

// Each keyword is there or not, by the kind of schema.
const keywords = (schema: TSchema) => schema as Keywords

const branchesOf = (schema: TSchema): Keywords[] => (keywords(schema).anyOf ?? [schema]).map(keywords)
