import type { Link } from '../../../kit/pages/layout.ts'
import type { Section } from '../frame.ts'
import type { Visit } from '../site.ts'

/** What a specification or a document is about: an API, an API product, a version of one. */
export interface Subject {
  /** Its page, as a route. */
  route: string
  section: Section
  /** @throws Refused 404 */
  of(visit: Visit): Promise<FoundSubject>
}

export interface FoundSubject {
  /** Address of its page. */
  place: string
  /** Its path in the API. */
  api: string
  /** The pages above one that is about it. */
  trail: Link[]
}

/** A text as it was typed: browsers send its lines with CRLF (HTML Living Standard 4.10.21). */
export const linesOf = (text: unknown): string => (typeof text === 'string' ? text.replaceAll('\r\n', '\n') : '')
