import { type Reason, Refusal } from '../kit/reason.ts'

/** One wrong parameter, in one of the five shapes of `konnect.md` 1.4. */
export interface InvalidParameter {
  field: string
  reason: string
  rule?: string | null
  source?: 'body' | 'query' | 'path'
  minimum?: number
  maximum?: number
  choices?: readonly unknown[]
  dependents?: readonly unknown[] | null
  /** What may have been meant: told with the reason, never in the answer. */
  hint?: string
}

/** A refusal in Konnect's dialect: a problem document (RFC 7807 as `konnect.md` 1.4 has it). `message` is the detail. */
export class Problem extends Refusal {
  readonly title: string
  readonly invalidParameters: readonly InvalidParameter[] | undefined
  /** A URI that names the kind of problem; few have one. */
  readonly type: string | undefined

  constructor(
    status: number,
    title: string,
    detail: string,
    {
      invalidParameters,
      reason,
      type,
    }: { invalidParameters?: readonly InvalidParameter[]; reason?: Reason | undefined; type?: string } = {},
  ) {
    super(status, detail, reason)
    this.title = title
    this.invalidParameters = invalidParameters
    this.type = type
  }
}

/** 400 for parameters: every wrong one at once. */
export const invalidParameters = (parameters: readonly InvalidParameter[], reason?: Reason): Problem =>
  new Problem(400, 'Invalid Request', 'Invalid Parameters', { invalidParameters: parameters, reason })

/** 400 that no single parameter is to blame for. */
export const badRequest = (detail: string, reason?: Reason): Problem =>
  new Problem(400, 'Invalid Request', detail, { invalidParameters: [], reason })

export const unauthorized = (reason?: Reason): Problem => new Problem(401, 'Unauthorized', 'Unauthorized', { reason })

/** 401 of the portal's sign-in, which has titles of its own. */
export const signInRefused = (title: string, detail: string, reason?: Reason): Problem =>
  new Problem(401, title, detail, { reason })

export const forbidden = (detail = 'You do not have permission to perform this action', reason?: Reason): Problem =>
  new Problem(403, 'Forbidden', detail, { reason })

export const notFound = (reason?: Reason): Problem => new Problem(404, 'Not Found', 'Not Found', { reason })

export const conflict = (detail: string, reason?: Reason): Problem => new Problem(409, 'Conflict', detail, { reason })

export const gone = (detail: string, reason?: Reason): Problem => new Problem(410, 'Gone', detail, { reason })

/** Makers of the parameters that handlers refuse after the schema has passed; wordings from `konnect.md` 1.4. */
export const required = (field: string): InvalidParameter => ({
  field,
  reason: `"${field}" is required`,
  rule: 'required',
  source: 'body',
})

export const notAllowed = (field: string): InvalidParameter => ({
  field,
  reason: `"${field}" is not allowed`,
  rule: 'unknown_property',
  source: 'body',
})

export const missingReference = (field: string, noun: string): InvalidParameter => ({
  field,
  reason: `${noun} not found`,
  rule: 'missing_reference',
  source: 'body',
})
