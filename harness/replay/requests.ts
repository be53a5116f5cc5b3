import type { Addresses } from '../addresses.ts'
import { authorizationOf } from './credentials.ts'
import type { Knowledge } from './knowledge.ts'
import type { Place } from './places.ts'
import type { ArchivedCall, ArchivedCalls } from './read-har.ts'
import { bodyNow, isSignIn, userIn } from './request-body.ts'
import type { Asking } from './secrets.ts'
import { isRedacted, type Values } from './values.ts'

/** Headers that belong to a connection, to a cache, to the archive's program, or that the replay sends itself. */
const left =
  /^(host|connection|content-length|transfer-encoding|keep-alive|te|upgrade|expect|accept-encoding|authorization|cookie|if-none-match|if-modified-since|traceparent|tracestate|x-harness-.*)$/i

/** What no header value can hold (RFC 9110 section 5.5). */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/g

/** What a request is filled in with. */
export interface Fillings {
  addresses: Addresses
  asking: Asking
  knowledge: Knowledge
  values: Values
  /** No request of the archive has credentials. */
  withoutCredentials: boolean
  /** It was written by the developer tools that leave credentials out by themselves. */
  isBrowsers: boolean
  /** Nobody signs in in it: its developer was signed in before. */
  beginsSignedIn: boolean
  /** Developers who sign up in the archive: they are made again. */
  signedUp: Set<string>
}

/** What the calls of an archive are filled in with. */
export const fillingsFor = (
  { creator, withoutCredentials, calls }: ArchivedCalls,
  { addresses, asking, knowledge }: Pick<Fillings, 'addresses' | 'asking' | 'knowledge'>,
): Fillings => ({
  ...{ addresses, asking, knowledge, values: knowledge.values, withoutCredentials },
  isBrowsers: creator === 'WebInspector',
  beginsSignedIn: withoutCredentials && !calls.some((call) => isSignIn(call, 'konnect')),
  signedUp: new Set(),
})

/** Headers and body of a call as they go out now; what nobody knows is noted as missing, and goes out as it stands. */
export function filled(
  call: ArchivedCall,
  place: Place,
  fillings: Fillings,
): { headers: Record<string, string>; body?: string } {
  const { values } = fillings
  const headers: Record<string, string> = {}
  for (const [name, value] of call.headers) if (!left.test(name)) headers[name.toLowerCase()] = values.apply(value)
  // What an upstream sees stays the same, and answers come as they can be read.
  if (call.headers.some(([name]) => /^accept-encoding$/i.test(name))) headers['accept-encoding'] = 'identity'
  const authorization = authorizationOf(call, place, fillings)
  if (authorization !== undefined) headers.authorization = authorization
  const cookies = cookiesOf(call, place, fillings, authorization)
  if (cookies.size > 0) headers.cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
  const body = bodyNow(call, place, fillings)
  if (/(register|sign-up)$/.test(new URL(call.url).pathname)) fillings.signedUp.add(userIn(call.body))
  for (const [name, value] of Object.entries(headers)) headers[name] = value.replace(unsendable, ' ')
  return { headers, ...(body !== undefined && { body }) }
}

/**
 * Browsers leave cookies out of what they export; at the gateway they are a credential that a call has or has not. What no server of ours
 * has set goes to the gateway as it stands: it is for somebody behind it.
 */
function cookiesOf(call: ArchivedCall, place: Place, fillings: Fillings, authorization: string | undefined) {
  const known = fillings.knowledge.cookiesAt(place)
  if (place !== 'gateway') return known
  if (!call.hasCookies) return fillings.withoutCredentials && authorization === undefined ? known : new Map()
  const sent = call.headers.filter(([name]) => /^cookie$/i.test(name)).flatMap(([, value]) => value.split(/; */))
  const pairs = sent.map((pair): [string, string] => [pair.split('=', 1)[0] ?? '', pair.replace(/^[^=]*=?/, '')])
  return new Map([...pairs.filter(([name, value]) => name !== '' && !isRedacted(value)), ...known])
}
