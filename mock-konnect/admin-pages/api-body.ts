import type { Typed } from '../../kit/pages/form.ts'
import type { ApiField } from './api-form.ts'
import { Refused } from './refused.ts'

type Members = Record<string, unknown>

/** The body that a filled form is: empty fields are left out. @throws Refused for a text that should be JSON and is none */
export function bodyOf(fields: readonly ApiField[], typed: Typed): object {
  const body: Members = {}
  // An object that is typed as one comes first: the fields beside it have the last word on their members.
  const inOrder = [...fields].sort((a, b) => Number(b.as === 'json') - Number(a.as === 'json'))
  for (const field of inOrder) {
    const value = sentValue(field, typed[field.name])
    if (value !== undefined) put(body, field.name.split('.'), value)
  }
  return body
}

/**
 * The body that changes what differs from `before`: a field that was emptied says so. A secret that was left empty is kept, since no
 * form ever shows it.
 */
export function changesOf(fields: readonly ApiField[], typed: Typed, before: Typed): object {
  const changed = fields.filter(({ name, kind }) => {
    if (kind === 'password') return typed[name] !== ''
    return JSON.stringify([typed[name] ?? []].flat().filter(Boolean)) !== JSON.stringify([before[name] ?? []].flat())
  })
  const body: Members = bodyOf(changed, typed) as Members // a body is an object of members
  for (const { name, as, kind, cleared = '' } of changed) {
    if (as === 'labels')
      body[name] = { ...withdrawn(before[name]), ...(body[name] as object | undefined) } // labels are one object
    else if (!typed[name] && kind !== 'checkbox' && kind !== 'checkboxes')
      put(body, name.split('.'), as === 'words' ? [] : cleared)
  }
  return body
}

/** Null takes a label away (`konnect.md` 1.6). */
const withdrawn = (before: Typed[string]): object =>
  Object.fromEntries(Object.keys(labelsOf(String(before ?? ''))).map((key) => [key, null]))

function sentValue({ name, kind, as }: ApiField, sent: Typed[string]): unknown {
  if (kind === 'checkbox') return sent === 'true'
  if (kind === 'checkboxes') return [sent ?? []].flat()
  const typed = [sent ?? []].flat().at(-1) ?? ''
  if (as === 'text') return typed
  const text = typed.trim()
  if (as === 'list') return wordsOf(text)
  if (text === '') return undefined
  if (as === 'words') return wordsOf(text)
  if (as === 'labels') return labelsOf(text)
  if (as === 'number') return Number.isNaN(Number(text)) ? text : Number(text)
  return as === 'json' ? objectOf(name, text) : text
}

/** The words of a list whose items are parted by commas. */
export const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    wordsOf(text).map((word) => {
      const [key = '', ...value] = word.split('=')
      return [key.trim(), value.join('=').trim()]
    }),
  )

function objectOf(name: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Said below, as for any other text.
  }
  throw new Refused(400, { [name]: `"${name}" must be a JSON object` })
}

function put(body: Members, [first = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    body[first] = value
    return
  }
  const inner = (body[first] ?? {}) as Members // objects alone have members below them
  body[first] = inner
  put(inner, rest, value)
}
