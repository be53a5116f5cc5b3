import type { FieldErrors } from '../../kit/pages/form.ts'
import type { ApiAnswer } from '../../kit/pages/own-api.ts'
import type { InvalidParameter } from '../errors.ts'

/** The API refused what a page asked for: in its words, by the field it concerns. */
export class Refused extends Error {
  readonly status: number
  readonly errors: FieldErrors
  readonly advice: string | undefined

  constructor(status: number, errors: FieldErrors, advice?: string) {
    super(Object.values(errors).join('; '))
    this.status = status
    this.errors = errors
    this.advice = advice
  }

  /**
   * From a problem document (`konnect.md` 1.4). Of invalid parameters the advice says no more than they do.
   * @param call what was refused, for answers that do not say
   */
  static by({ status, body, advice, reason }: ApiAnswer, call: string): Refused {
    // Every refusal of the admin API is a problem document; what a fault answers may be anything.
    const { detail = `${call} was answered ${status}`, invalid_parameters: mistakes = [] } = body as ProblemDocument
    if (mistakes.length === 0) return new Refused(status, { '': detail }, advice)
    return new Refused(status, byField(mistakes), reason === 'konnect.invalid-parameters' ? undefined : advice)
  }
}

interface ProblemDocument {
  detail?: string
  invalid_parameters?: readonly InvalidParameter[]
}

function byField(mistakes: readonly InvalidParameter[]): FieldErrors {
  const fields = Map.groupBy(mistakes, ({ field }) => field)
  return Object.fromEntries([...fields].map(([field, all]) => [field, all.map(({ reason }) => reason).join('; ')]))
}
