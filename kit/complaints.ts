import type { Static, TSchema } from 'typebox'
import { type Complaint, complaints } from './validation.ts'

/** Settings or a lever's document were wrong. Carries every complaint at once; `message` lists them, a line each. */
export class Complaints extends Error {
  readonly subject: string
  readonly list: readonly Complaint[]

  constructor(subject: string, list: readonly Complaint[]) {
    super([`${subject}:`, ...list.map(({ path, expected }) => `  ${path || '(whole)'}: ${expected}`)].join('\n'))
    this.subject = subject
    this.list = list
  }
}

/**
 * `value` as what `schema` describes.
 * @param subject what the value is, for the message: a file's name, "environment"
 * @throws Complaints with everything that does not fit
 */
export function accept<S extends TSchema>(schema: S, value: unknown, subject: string): Static<S> {
  const list = complaints(schema, value)
  if (list.length > 0) throw new Complaints(subject, list)
  return value as Static<S> // checked in the line above
}
