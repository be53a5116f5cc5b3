import { type Operation, resolverOf } from '../published-api.ts'

/** What a list is described to be sorted and filtered by, as query parameters. */
export interface DescribedList {
  sorts: string[]
  filters: DescribedFilter[]
}

/** One member that a list is filtered by. */
export interface DescribedFilter {
  /** `filter[name]` */
  name: string
  /** A value that it takes. */
  value: string
  /** In brackets, as they follow the name; empty for the short form. */
  operators: string[]
}

interface Schema {
  $ref?: string
  description?: string
  format?: string
  type?: string
  enum?: string[]
  properties?: Record<string, unknown>
  oneOf?: unknown[]
  anyOf?: unknown[]
  allOf?: unknown[]
}

/** What the description of a list says of its parameters `sort` and `filter`; undefined when it has neither. */
export function describedList({ query, file }: Operation): DescribedList | undefined {
  const resolve = resolverOf(file)
  const filters = Object.entries(query).filter(([name]) => /filter(\[|$)/.test(name))
  if (!query.sort && filters.length === 0) return undefined
  return {
    sorts: sortAttributesIn(query.sort?.description ?? ''),
    filters: together(filters.flatMap(([name, { schema }]) => filtersIn(name, schema, resolve))),
  }
}

/** The prose lists them: "Supported sort attributes are:", then one a line. */
const sortAttributesIn = (description: string): string[] =>
  Array.from(description.matchAll(/^\s*- (\w+)/gm), ([, name]) => name ?? '')

type Resolve = (reference: string) => unknown

/** Of `filter` (or `applicationfilter`) each member is one; `filter[name]` is one itself, and `filter[name][contains]` one of its operators. */
function filtersIn(name: string, schema: unknown, resolve: Resolve): DescribedFilter[] {
  const parts = partsOf(schema, resolve)
  const [, field, operator = ''] = /^(filter\[\w+\])(\[\w+\])?$/.exec(name) ?? []
  if (field) return [{ name: field, value: exampleOf(parts), operators: [operator] }]
  const members = parts.flatMap(({ properties = {} }) => Object.entries(properties))
  return members.map(([member, inner]) => {
    const leaves = partsOf(inner, resolve)
    // Maps are filtered by one key: "Filters must use dot-notation".
    const key = leaves.some(({ description = '' }) => description.includes('dot-notation')) ? '.owner' : ''
    const operators = leaves.flatMap(({ properties = {} }) => Object.keys(properties).map((one) => `[${one}]`))
    return { name: `${name}[${member}${key}]`, value: exampleOf(leaves), operators: ['', ...operators] }
  })
}

/** Filters of one name as one, with the operators of all. */
function together(filters: readonly DescribedFilter[]): DescribedFilter[] {
  const byName = Map.groupBy(filters, ({ name }) => name)
  return Array.from(byName, ([name, same]) => ({
    ...{ name, value: same[0]?.value ?? '' },
    operators: [...new Set(same.flatMap(({ operators }) => operators))],
  }))
}

function exampleOf(parts: readonly Schema[]): string {
  if (parts.some(({ type }) => type === 'boolean')) return 'true'
  if (parts.some(({ format }) => format === 'date-time')) return '2026-01-01T00:00:00Z'
  if (parts.some(({ format }) => format === 'uuid')) return 'ffffffff-ffff-4fff-bfff-ffffffffffff'
  return parts.flatMap((part) => part.enum ?? [])[0] ?? 'x'
}

/** A schema, and the schemas that it is put together of. */
function partsOf(schema: unknown, resolve: Resolve): Schema[] {
  const one = schema as Schema // a schema of a published description
  if (one.$ref) return partsOf(resolve(one.$ref), resolve)
  const inner = [...(one.oneOf ?? []), ...(one.anyOf ?? []), ...(one.allOf ?? [])]
  return [one, ...inner.flatMap((part) => partsOf(part, resolve))]
}
