import { type Inbound, isForm } from '../auth/inbound.ts'
import { parseObject } from '../idp/http.ts'

/** A query string without some arguments; the others stay as they were written. Empty when nothing stays. */
export function queryWithout(query: string, names: readonly string[]): string {
  const kept = formWithout(query.slice(1), names)
  return kept === '' ? '' : `?${kept}`
}

/** A form or JSON body that was read for its credentials, without them. */
export function bodyWithout(inbound: Inbound, body: Buffer, names: readonly string[]): Buffer {
  const text = body.toString()
  if (isForm(inbound.raw.headers['content-type'] ?? '')) return Buffer.from(formWithout(text, names))
  const members = Object.entries(parseObject(text) ?? {}).filter(([name]) => !names.includes(name))
  return Buffer.from(JSON.stringify(Object.fromEntries(members)))
}

/** A `Cookie` header without some cookies; undefined when none stays. */
export function cookiesWithout(cookie: string, names: readonly string[]): string | undefined {
  const kept = cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => !names.includes(pair.slice(0, pair.indexOf('=')).trim()))
  return kept.length > 0 ? kept.join('; ') : undefined
}

function formWithout(form: string, names: readonly string[]): string {
  return form
    .split('&')
    .filter((pair) => !names.includes(nameOf(pair)))
    .join('&')
}

/** The decoded name of a `name=value` pair. */
function nameOf(pair: string): string {
  const [name = ''] = pair.split('=', 1)
  return new URLSearchParams(`${name}=`).keys().next().value ?? ''
}
