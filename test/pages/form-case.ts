import type { Filled } from './person.ts'

/** One form of a page, and what is refused of it. */
export interface FormCase {
  /** As the server declares where it is sent. */
  route: string
  /** Where it is sent. */
  path: string
  /** The page that has it; default: where it is sent. */
  page?: string
  typed: Filled
  /** A button: what it sends was typed by nobody. */
  button?: true
  /** Of `typed` what is not shown again, since nobody else may see it. */
  secrets?: readonly string[]
  /** Of `typed` what no choice of the form is. */
  unshown?: readonly string[]
  /** What is said, by field; under `''` above the form. Undefined: nothing, see `why`. */
  refused?: Readonly<Record<string, string>>
  /** Why nothing can be refused. */
  why?: string
  /** Sent by somebody who is not signed in. */
  stranger?: true
}

/** What a button is answered whose thing is there no longer. */
export const gone = { '': 'Not Found' }

/** What stands above a form of which a field was refused. */
export const below = 'Refused: what is wrong stands at the fields below.'
