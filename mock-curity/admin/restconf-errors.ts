import { type Reason, Refusal } from '../../kit/reason.ts'
import type { Complaint } from '../../kit/validation.ts'
import { admin as reasons } from './admin-reasons.ts'

/** One entry of an error answer (RFC 8040 §7.1). */
export interface ErrorEntry {
  'error-type': 'protocol' | 'application'
  'error-tag': string
  'error-path'?: string
  'error-message'?: string
}

/** A refusal as RESTCONF words it (RFC 8040 §7); the body's form is inferred for Curity (`curity.md` 7.3). */
export class RestconfError extends Refusal {
  readonly entries: readonly ErrorEntry[]
  readonly allow: readonly string[] | undefined

  constructor(status: number, entries: readonly ErrorEntry[], reason: Reason, allow?: readonly string[]) {
    super(status, entries.map((entry) => entry['error-message'] ?? entry['error-tag']).join('; '), reason)
    this.entries = entries
    this.allow = allow
  }
}

const one = (type: ErrorEntry['error-type'], tag: string, message: string): ErrorEntry[] => [
  { 'error-type': type, 'error-tag': tag, 'error-message': message },
]

/** Nothing has this name in the schema. */
export const unknownElement = (what: string) =>
  new RestconfError(400, one('application', 'unknown-element', what), reasons.path(what))
/** A datastore that this server has not. */
export const unknownDatastore = (what: string) =>
  new RestconfError(404, one('application', 'invalid-value', what), reasons.path(what))
/** The schema has it, the configuration does not. */
export const dataMissing = (what: string) =>
  new RestconfError(404, one('application', 'invalid-value', 'uri keypath not found'), reasons.missing(what))
/** It was to be created, and is there. */
export const dataExists = (what: string) =>
  new RestconfError(409, one('application', 'data-exists', 'object already exists'), reasons.exists(what))
/** A body that cannot be read, or is not what the address names. */
export const malformedMessage = (what: string) =>
  new RestconfError(400, one('application', 'malformed-message', what), reasons.body(what))
/** A value that fits no schema: a key, a member of a body. */
export const badValue = (what: string) =>
  new RestconfError(400, one('application', 'invalid-value', what), reasons.value(what))
/** A query parameter that nothing takes. */
export const badQuery = (what: string) =>
  new RestconfError(400, one('protocol', 'invalid-value', what), reasons.query(what))
/** No credentials, or wrong ones. */
export const accessRefused = (reason: Reason) =>
  new RestconfError(401, one('protocol', 'access-denied', 'access denied'), reason)
/** Known, but without the right. */
export const accessDenied = (groups: readonly string[]) =>
  new RestconfError(403, one('protocol', 'access-denied', 'access denied'), reasons.denied(groups))
/** A method that the resource has not. */
export const operationNotSupported = (allow: readonly string[]) =>
  new RestconfError(405, one('protocol', 'operation-not-supported', 'method not allowed'), reasons.method(allow), allow)
/** A body in another form. */
export const unsupportedMedia = (type: string | undefined) =>
  new RestconfError(415, one('protocol', 'operation-not-supported', 'unsupported media type'), reasons.mediaType(type))
/** An answer is asked for in a form that there is not. */
export const notAcceptable = () =>
  new RestconfError(406, one('protocol', 'operation-not-supported', 'not acceptable'), reasons.accept())

/** Complaints about a changed configuration, an entry for each. @param list with instance identifiers for paths */
export function invalidConfiguration(list: readonly Complaint[]): RestconfError {
  const entries = list.map(({ path, expected }): ErrorEntry => {
    const known = !expected.startsWith('no such setting')
    return {
      'error-type': 'application',
      'error-tag': known ? 'invalid-value' : 'unknown-element',
      'error-path': path,
      'error-message': expected,
    }
  })
  return new RestconfError(
    400,
    entries,
    reasons.value(list.map(({ path, expected }) => `${path}: ${expected}`).join('; ')),
  )
}
