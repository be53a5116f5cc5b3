import type { CookieSettings } from './session-settings.ts'

/** A browser keeps no longer cookie, so a longer session goes into several (gateway.md 4). */
const cookieBytes = 4096
const mostChunks = 9
const overAndDone = 'Expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0'

type Cookies = Readonly<Record<string, string>>

/** `session`, then `session2` to `session9`. */
const nameOf = (base: string, at: number) => (at === 0 ? base : `${base}${at + 1}`)

/** The sealed session in a request's cookies, as far as they follow on each other; undefined when there is none. */
export function readCookies(cookies: Cookies, base: string): string | undefined {
  let sealed = cookies[base]
  for (let at = 1; at < mostChunks && sealed !== undefined; at++) {
    const chunk = cookies[nameOf(base, at)]
    if (chunk === undefined) break
    sealed += chunk
  }
  return sealed
}

/** The names of a session's cookies that a request carries. */
export const cookieNames = (cookies: Cookies, base: string): string[] =>
  Array.from({ length: mostChunks }, (_, at) => nameOf(base, at)).filter((name) => name in cookies)

/** `Set-Cookie` lines for a sealed session; undefined when it is too long for nine cookies. */
export function cookieLines(sealed: string, { cookie: base, attributes }: CookieSettings): string[] | undefined {
  const room = cookieBytes - base.length - attributes.length - '9=; '.length
  const count = Math.ceil(sealed.length / room)
  if (count > mostChunks) return undefined
  return Array.from(
    { length: count },
    (_, at) => `${nameOf(base, at)}=${sealed.slice(at * room, (at + 1) * room)}; ${attributes}`,
  )
}

/** `Set-Cookie` lines that end the session of a request, one for each of its cookies. */
export const deletionLines = (cookies: Cookies, { cookie: base, attributes }: CookieSettings): string[] =>
  cookieNames(cookies, base).map((name) => deletionLine(name, attributes))

/** A `Set-Cookie` line that ends one cookie. */
export const deletionLine = (name: string, attributes: string): string => `${name}=; ${attributes}; ${overAndDone}`
