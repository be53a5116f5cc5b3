import type { TObject, TSchema } from 'typebox'
import { fromText } from '../from-text.ts'
import type { Field, FieldErrors, Typed } from '../pages/form.ts'
import type { ApiAnswer } from '../pages/own-api.ts'

/** A member's schema as far as a form goes by it. */
interface Member {
  type?: string
  enum?: readonly (string | number)[]
  anyOf?: readonly Member[]
  default?: unknown
  description?: string
}

const membersOf = ({ properties }: TObject): [name: string, member: TSchema & Member][] => Object.entries(properties)

/**
 * The fields of a form for what `schema` describes, one a member. What no field fits is typed as JSON, or as plain text.
 * @param blank what a choice says that leaves the member out; undefined where every member is there
 */
export const fieldsOf = (schema: TObject, blank?: string): Field[] =>
  membersOf(schema).map(([name, member]): Field => {
    const common = { name, label: name, ...hintOf(member) }
    if (member.enum) {
      const options = member.enum.map((value) => ({ value: String(value), label: String(value) }))
      return {
        ...common,
        kind: 'select',
        options: blank === undefined ? options : [{ value: '', label: blank }, ...options],
      }
    }
    if (member.type === 'boolean') return { ...common, kind: 'checkbox' }
    return isJson(member) ? { ...common, kind: 'area', rows: 2 } : common
  })

/** A union of simple values fits into a line; what has members or none that is known needs more. */
function isJson({ type, anyOf, enum: choices }: Member): boolean {
  if (anyOf) return anyOf.some(isJson)
  return type === 'object' || type === 'array' || (type === undefined && !choices)
}

function hintOf(member: Member): { hint?: string } {
  const fallback = member.default === undefined ? [] : [`default: ${JSON.stringify(member.default)}`]
  const json = !member.enum && isJson(member) ? ['as JSON, or plain text'] : []
  const parts = [...(member.description === undefined ? [] : [member.description]), ...fallback, ...json]
  return parts.length === 0 ? {} : { hint: parts.join('; ') }
}

/** `values` as they stand in the fields. */
export const typedOf = (schema: TObject, values: Readonly<Record<string, unknown>>): Typed =>
  Object.fromEntries(
    membersOf(schema).map(([name]) => {
      const value = values[name]
      return [name, typeof value === 'string' || value === undefined ? value : JSON.stringify(value)]
    }),
  )

/** What was typed, as the values that `schema` describes; what fits none stays as it was typed, for the lever to refuse. */
export function valuesOf(schema: TObject, typed: Typed): Record<string, unknown> {
  return Object.fromEntries(
    membersOf(schema).flatMap(([name, member]) => {
      const text = String(typed[name] ?? '')
      if (member.type === 'boolean') return [[name, text === 'true']]
      return text === '' && member.type !== 'string' ? [] : [[name, meantBy(member, text)]]
    }),
  )
}

function meantBy(member: TSchema & Member, text: string): unknown {
  if (member.enum) return member.enum.find((value) => String(value) === text) ?? text
  if (!isJson(member)) return fromText(member, text)
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What a lever complained about, at the fields; what belongs to none of them stands above the form. */
export function errorsOf(
  { body }: ApiAnswer,
  fields: readonly string[],
  rename: Readonly<Record<string, string>> = {},
): FieldErrors {
  const { message = 'The lever failed.', complaints = [] } = body as Refusal // how a lever refuses
  if (complaints.length === 0) return { '': message }
  const errors: Record<string, string> = {}
  for (const { path, expected } of complaints) {
    const [first = '', ...rest] = path.split('.')
    const name = rename[first] ?? first
    const isField = fields.includes(name)
    const text = isField ? [...rest, expected].join(': ') : [path, expected].filter(Boolean).join(': ')
    const at = isField ? name : ''
    errors[at] = errors[at] === undefined ? text : `${errors[at]}\n${text}`
  }
  return errors
}

interface Refusal {
  message?: string
  complaints?: readonly { path: string; expected: string }[]
}
