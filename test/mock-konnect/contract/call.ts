import type { MockKonnect } from '../../../mock-konnect/app.ts'

/** Ids and tokens that calls need and make, by the name of the path parameter they stand for. */
export type Known = Record<string, string>

/** What a call may read besides what is known. */
export interface Reading {
  known: Known
  /** The token of the newest mail. */
  mailToken(): Promise<string>
}

/** One call that must succeed, in its place in the story of one description. */
export interface Call {
  /** As the description names it, with the prefix it is served under. */
  operation: string
  body?: unknown | ((reading: Reading) => unknown)
  query?: string
  headers?: Record<string, string>
  /** Path parameters that stand for something known by another name. */
  at?: Known
  /** What to remember of the answer: the names it gets, each with the member that holds it. */
  keep?: Known
  /** Which success, when several are described. */
  status?: number
  /** Refusals that the description has and that no general rule provokes, each with what is different. */
  refused?: readonly Refused[]
  /** The body is compared as the text that it is. */
  raw?: true
  /** Only shows the operation; its refusals are provoked by another call of it. */
  again?: true
}

/** A variation of a call that must be refused, before the call itself unless `after`. */
export interface Refused {
  status: number
  body?: unknown | ((reading: Reading) => unknown)
  query?: string
  at?: Known
  headers?: Record<string, string>
  after?: true
  /** What must be so for the refusal, and is undone after it. */
  given?: (konnect: MockKonnect) => Promise<() => Promise<unknown>>
}

/** A call, from the short form in which scripts are written. */
export const call = (operation: string, rest: Omit<Call, 'operation'> = {}): Call => ({ operation, ...rest })

/** A refusal by a conflict: the same call again, once it has succeeded. */
export const twice: readonly Refused[] = [{ status: 409, after: true }]
