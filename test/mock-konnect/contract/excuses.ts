import type { Operation } from '../published-api.ts'
import { nameOf } from './play.ts'

/** Refusals that are described and that mock-konnect never gives, each with its reason. */
const excuses: readonly [operation: RegExp, status: number, why: string][] = [
  [/^\w+ \/v\d\//, 403, 'no roles are checked'],
  [/^POST \/api\/v\d\/stats$/, 403, 'no roles are checked'],
  [/./, 429, 'nothing limits how often somebody calls'],
  [/./, 500, 'the mock does not fail by itself; faults do it'],
  [/./, 503, 'the mock does not fail by itself; faults do it'],
  [/^POST \/api\/v\d\/developer\/reset-password$/, 401, 'the token of the mail is all that it asks for'],
  [/^\w+ \/v\d\/[\w-]+$/, 404, 'the path names nothing that could be unknown'],
  [/^\w+ \/v1\/.*\/clients(\/{clientId})?$/, 409, 'client ids are drawn, and names of clients may stand twice'],
  [/\/developer\/authenticate\/sso$/, 302, 'developers sign in by password only'],
  [/^PATCH .*\/specifications\/{\w+}$/, 409, 'there is one at most: a change conflicts with nothing'],
  [/\/credentials(\/{credentialId})?$/, 409, 'when it is told is not known'],
  [/\/regenerate-secret$/, 409, 'needs an application with several secrets; the tests of its providers have it'],
]

/** The described answers of an operation that are to be met. */
export const answersOf = (operation: Operation): number[] =>
  operation.statuses.filter((status) => {
    // An id of any form is looked for and not found: without a body or a page there is nothing to be wrong.
    if (status === 400 && !operation.body && !('page[size]' in operation.query)) return false
    return !excuses.some(([pattern, excused]) => excused === status && pattern.test(nameOf(operation)))
  })
