import type { Reason } from '../../kit/reason.ts'
import { valueAt } from './claim-path.ts'
import * as reasons from './credential-reasons.ts'

type Claims = Readonly<Record<string, unknown>>

/** What a token must say to be let on: one of the items, and of an item every word (gateway.md 3, authorization). */
export interface Requirement {
  /** The setting it comes from. */
  name: 'scopes_required' | 'audience_required' | 'groups_required' | 'roles_required'
  claim: readonly string[]
  anyOf: readonly string[]
}

/** Why a good token is not let on all the same; undefined when it is. An opaque token has no claims. */
export function unmetRequirement(
  claims: Claims = {},
  requirements: readonly Requirement[],
  forbidden: readonly string[],
  at = valueAt,
): Reason | undefined {
  for (const { name, claim, anyOf } of requirements) {
    const words = wordsOf(at(claims, claim))
    const met = anyOf.some((item) => item.split(' ').every((word) => words.includes(word)))
    if (!met) return reasons.requirementUnmet(name, claim, anyOf)
  }
  const present = forbidden.find((name) => Object.hasOwn(claims, name))
  return present === undefined ? undefined : reasons.claimForbidden(present)
}

/** A claim as words: text is parted at its spaces, a list gives its members, any other scalar its text. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ')
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : []
}
