import Type, { type Static } from 'typebox'

/** A form as it was sent: a field that stands several times is a list. */
export const SentForm = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))
export type SentForm = Static<typeof SentForm>

/** A field that stands once. */
export const textIn = (form: SentForm, name: string): string => [form[name] ?? ''].flat()[0]?.trim() ?? ''
/** A field of several choices. */
export const listIn = (form: SentForm, name: string): string[] => [form[name] ?? []].flat()
/** The lines of an area. */
export const linesIn = (form: SentForm, name: string): string[] =>
  textIn(form, name)
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
/** Whether a box is ticked. */
export const isTicked = (form: SentForm, name: string): boolean => textIn(form, name) === 'true'

/** A number where a number was typed; anything else as it is, for the API to refuse in its words. */
export function numberIn(form: SentForm, name: string): number | string | undefined {
  const text = textIn(form, name)
  if (text === '') return undefined
  return /^-?\d+$/.test(text) ? Number(text) : text
}

/** Ticked choices as a section of empty leaves, `{ code: [null] }`. */
export const emptyLeaves = (names: readonly string[]): Record<string, [null]> =>
  Object.fromEntries(names.map((name) => [name, [null]]))

/** A section without what is not there: an empty text, an empty list. */
export const given = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== '' && !isEmpty(value)),
  )

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0
