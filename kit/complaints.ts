import type { Static, TSchema } from 'typebox'
import { type Complaint, complaints } from './validation.ts'

/**
 * Settings or a lever's document were wrong. Carries every complaint at once; `message` lists them, a line each. One about the whole that is
 * alone stands beside the subject.
 */
export class Complaints extends Error {
  readonly subject: string
  readonly list: readonly Complaint[]

  constructor(subject: string, list: readonly Complaint[]) {
    const lines = list.map(({ path, expected }) => `  ${path || '(whole)'}: ${expected}`)
    const [first] = list
    super(
      first?.path === '' && list.length === 1 ? `${subject}: ${first.expected}` : [`${subject}:`, ...lines].join('\n'),
    )
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
