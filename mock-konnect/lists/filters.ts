import type { InvalidParameter } from '../errors.ts'

/** What a filter compares: null and undefined match nothing; of several values one must match. */
export type Filterable = string | boolean | null | undefined | readonly string[]

/** A member that a list can be filtered by, and the operators it takes. */
export interface FilterField<Row> {
  value: (row: Row) => Filterable
  kind: 'text' | 'uuid' | 'boolean' | 'date'
  operators: readonly string[]
  /** The index of the table that answers equality, where there is one. */
  index?: FieldIndex
}

/** @property key what the index holds for an operand */
interface FieldIndex {
  name: string
  key: (operand: string) => string
}

type Field = <Row>(value: (row: Row) => Filterable) => FilterField<Row>

/** Makers of filter fields, one per kind of `konnect.md` 1.5. */
export const text: Field = (value) => ({
  value,
  kind: 'text',
  operators: ['eq', 'contains', 'ocontains', 'oeq', 'neq'],
})
export const uuid: Field = (value) => ({ value, kind: 'uuid', operators: ['eq', 'oeq', 'neq'] })
export const date: Field = (value) => ({ value, kind: 'date', operators: ['eq', 'lt', 'lte', 'gt', 'gte'] })
export const truth: Field = (value) => ({ value, kind: 'boolean', operators: ['eq'] })

/** A text field that takes fewer operators than usual. */
export const textOf = <Row>(operators: readonly string[], value: (row: Row) => Filterable): FilterField<Row> => ({
  value,
  kind: 'text',
  operators,
})

/** A field whose equality an index answers. @param key what the index holds for an operand; default: the operand itself */
export const indexed = <Row>(
  field: FilterField<Row>,
  name: string,
  key = (operand: string): string => operand,
): FilterField<Row> => ({ ...field, index: { name, key } })

export type Predicate<Row> = (row: Row) => boolean

/** What a filter lets through; `among`: where an index tells that nothing else can be. */
export interface Filter<Row> {
  holds: Predicate<Row>
  among?: { index: string; keys: readonly string[] }
}

/** What `filter[field][operator]=operand` lets through, or what is wrong with it. */
export function predicateOf<Row>(
  field: FilterField<Row>,
  name: string,
  operator: string,
  operand: string,
): Filter<Row> | InvalidParameter {
  if (!field.operators.includes(operator)) return notAllowedInQuery(name)
  if (field.kind === 'boolean' && !['true', 'false'].includes(operand)) {
    return { field: name, reason: `value of "${name}" must be true or false`, rule: 'is_boolean', source: 'query' }
  }
  if (field.kind === 'date' && Number.isNaN(Date.parse(operand))) {
    return { field: name, reason: `"${name}" must be a valid date`, rule: 'is_date_time', source: 'query' }
  }
  const holds = comparisons[operator]
  if (!holds) return notAllowedInQuery(name)
  const wanted = field.kind === 'date' ? Date.parse(operand) : operand
  const comparable = (value: string) => (field.kind === 'date' ? Date.parse(value) : value)
  const among = field.index && amongOf(field.index, operator, operand)
  return {
    holds(row) {
      const values = valuesOf(field.value(row)).map(comparable)
      return operator === 'neq'
        ? values.every((value) => value !== wanted)
        : values.some((value) => holds(value, wanted))
    },
    ...(among && { among }),
  }
}

function amongOf({ name, key }: FieldIndex, operator: string, operand: string): Filter<unknown>['among'] {
  if (operator === 'eq') return { index: name, keys: [key(operand)] }
  return operator === 'oeq' ? { index: name, keys: operand.split(',').map(key) } : undefined
}

const valuesOf = (value: Filterable): readonly string[] => {
  if (value === null || value === undefined) return []
  return typeof value === 'object' ? value : [String(value)]
}

type Operand = string | number
const anyOf = (wanted: Operand, holds: (one: string) => boolean) => String(wanted).split(',').some(holds)

const comparisons: Record<string, (value: Operand, wanted: Operand) => boolean> = {
  eq: (value, wanted) => value === wanted,
  neq: (value, wanted) => value !== wanted,
  contains: (value, wanted) => String(value).includes(String(wanted)),
  oeq: (value, wanted) => anyOf(wanted, (one) => value === one),
  ocontains: (value, wanted) => anyOf(wanted, (one) => String(value).includes(one)),
  lt: (value, wanted) => value < wanted,
  lte: (value, wanted) => value <= wanted,
  gt: (value, wanted) => value > wanted,
  gte: (value, wanted) => value >= wanted,
}

/** A query parameter that the list does not know (`konnect.md` 1.4). */
export const notAllowedInQuery = (field: string): InvalidParameter => ({
  field,
  reason: `"${field}" is not allowed`,
  rule: 'unknown_property',
  source: 'query',
})
