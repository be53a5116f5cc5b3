import type { FormState } from '../../kit/pages/form.ts'
import type { ApiAnswer } from '../../kit/pages/own-api.ts'
import { concernedMember } from '../concerned-member.ts'
import type { InvalidParameter } from '../errors.ts'

/** The API refused what a page needs to be shown at all. */
export class Refused extends Error {
  readonly answer: ApiAnswer

  constructor(answer: ApiAnswer) {
    super(`the Portal API answered ${answer.status}`)
    this.answer = answer
  }
}

/** The members of a problem document that pages show (`konnect.md` 1.4). */
interface Told {
  title: string
  detail: string
  parameters: readonly Pick<InvalidParameter, 'field' | 'reason'>[]
}

/** What an answer says of why it refuses. A fault may have put anything in its place. */
export function toldBy({ status, body }: ApiAnswer): Told {
  const told = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const parameters = Array.isArray(told.invalid_parameters) ? told.invalid_parameters : []
  return {
    title: typeof told.title === 'string' ? told.title : 'The Portal API refused',
    detail: typeof told.detail === 'string' ? told.detail : `The Portal API answered ${status}.`,
    parameters: parameters.filter((each) => typeof each?.field === 'string' && typeof each.reason === 'string'),
  }
}

/** A refusal at the fields of a form, in the API's words; of what is no invalid parameter with what it advises. */
export function refusalIn(answer: ApiAnswer, fields: readonly string[]): Pick<FormState, 'errors' | 'advice'> {
  const { detail, parameters } = toldBy(answer)
  const { advice } = answer
  if (parameters.length === 0) return { errors: { [concernedMember(detail, fields)]: detail }, advice }
  const errors: Record<string, string> = {}
  for (const { field, reason } of parameters) {
    const [name = ''] = field.split('.')
    const at = fields.includes(name) ? name : ''
    errors[at] = errors[at] === undefined ? reason : `${errors[at]}\n${reason}`
  }
  return { errors, ...(errors[''] !== undefined && { advice }) }
}
