import type { TLocalizedValidationError } from 'typebox/error'

/** The members of a schema that say what is expected. */
export interface Part {
  type?: string
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly Part[]
  items?: Part
  properties?: object
  minimum?: number
  maximum?: number
  /** How a text of the schema's pattern looks, for whoever does not read patterns. */
  examples?: readonly string[]
}

/** What is expected where a value does not fit, for whoever wrote it. */
export function expectationOf({ keyword, message }: TLocalizedValidationError, part: Part): string {
  if (keyword === 'enum' || keyword === 'anyOf' || keyword === 'const') return `must be ${wordsFor(part)}`
  if (keyword === 'pattern' && part.examples) return `must be written as ${part.examples.join(' or ')}`
  return message
}

/** Which of a union's branches a value can only be meant for, by its kind; -1: several, or none. */
export function branchFor(branches: readonly Part[], value: unknown): number {
  // A value that stands for itself is not meant by another one of its kind.
  const kinds = branches.map(({ type, const: only }) => (only === undefined ? type : undefined))
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
  const isMeant = (type: string | undefined) => type === kind || (type === 'integer' && kind === 'number')
  const first = kinds.findIndex(isMeant)
  return kinds.filter(isMeant).length === 1 ? first : -1
}

function wordsFor(part: Part): string {
  const choices = part.enum ?? choicesOf(part)
  if (choices) return `one of ${choices.join(', ')}`
  if (part.anyOf) return [...new Set(part.anyOf.map(wordsFor))].join(' or ')
  if (part.const !== undefined) return String(part.const)
  if (part.type === 'integer' || part.type === 'number') return numberWords(part)
  if (part.type === 'array') return part.items?.type ? `a list of ${part.items.type}s` : 'a list'
  return words[part.type ?? ''] ?? `a ${part.type}`
}

/** The values of a union that has nothing but values. */
function choicesOf({ anyOf = [] }: Part): readonly unknown[] | undefined {
  const choices = anyOf.map((branch) => branch.const)
  return choices.length > 0 && !choices.includes(undefined) ? choices : undefined
}

const words: Record<string, string> = { string: 'text', boolean: 'true or false', object: 'an object', null: 'null' }

function numberWords({ type, minimum, maximum }: Part): string {
  const number = type === 'integer' ? 'a whole number' : 'a number'
  if (minimum !== undefined && maximum !== undefined) return `${number} from ${minimum} to ${maximum}`
  if (minimum !== undefined) return `${number} from ${minimum} on`
  return maximum === undefined ? number : `${number} up to ${maximum}`
}
