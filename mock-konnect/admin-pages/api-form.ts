import type { Html } from '../../kit/html.ts'
import { type Field, type FieldErrors, type Form, form, type Typed } from '../../kit/pages/form.ts'
import { concernedMember } from '../concerned-member.ts'

/**
 * A field that is named as the API names the member it becomes, dotted: `dcr_config.initial_client_id`. So a refusal finds its field,
 * and what was typed its place in the body.
 */
export type ApiField = Field & {
  /**
   * How a text is sent, when not as it is without spaces around it: a `text` is sent with them, `words` are parted by commas, a `list` is words that is sent without any too, `labels` are words `key=value`, `json` is an object whose
   * members stand beside those of other fields.
   */
  as?: 'text' | 'words' | 'list' | 'labels' | 'number' | 'json'
  /** What an emptied field says in a change; default: an empty text. */
  cleared?: null
}

/** A form over the API. A refusal stands at the field that has the part, or that its words are about; every other one above the form. */
export const apiForm = ({ errors = {}, ...rest }: Omit<Form, 'fields'> & { fields: readonly ApiField[] }): Html =>
  form({ ...rest, errors: placed(errors, rest.fields) })

function placed(errors: FieldErrors, fields: readonly ApiField[]): FieldErrors {
  const names = fields.filter(({ kind }) => kind !== 'hidden').map(({ name }) => name)
  const found = Object.entries(errors).map(([named, text]) => {
    const member = named || concernedMember(text, names)
    const holders = names.filter((name) => member === name || member.startsWith(`${name}.`))
    const field = holders.sort((a, b) => b.length - a.length)[0] ?? ''
    return { field, text: field === '' && member !== '' ? `${member}: ${text}` : text }
  })
  const byField = Map.groupBy(found, ({ field }) => field)
  return Object.fromEntries([...byField].map(([field, all]) => [field, all.map(({ text }) => text).join('; ')]))
}

/** What the API has of an entity, as it stands in a form's fields. */
export const typedOf = (fields: readonly ApiField[], entity: object): Typed =>
  Object.fromEntries(fields.map((field) => [field.name, textOf(field, memberOf(entity, field.name), fields)]))

function textOf(field: ApiField, value: unknown, fields: readonly ApiField[]): string | string[] | undefined {
  if (value === undefined || value === null || value === false) return undefined
  if (field.as === 'json') return otherMembers(field, value, fields)
  if (Array.isArray(value)) return field.kind === 'checkboxes' ? value.map(String) : value.join(', ')
  if (typeof value !== 'object') return String(value)
  const pairs = Object.entries(value).map(([key, text]) => `${key}=${text}`)
  return pairs.join(', ')
}

/** The members that no other field shows. */
function otherMembers({ name }: ApiField, value: unknown, fields: readonly ApiField[]): string | undefined {
  const shown = new Set(fields.map((field) => field.name))
  const others = Object.entries(value as object).filter(([member]) => !shown.has(`${name}.${member}`)) // a JSON object
  return others.length > 0 ? JSON.stringify(Object.fromEntries(others), null, 2) : undefined
}

const memberOf = (entity: object, name: string): unknown =>
  name.split('.').reduce<unknown>((here, part) => (here as Record<string, unknown> | undefined)?.[part], entity)
