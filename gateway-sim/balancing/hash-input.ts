import type { Ids } from '../../kit/ids.ts'
import type { Inbound } from '../auth/inbound.ts'
import type { Admission } from '../authorization/admission.ts'
import type { Upstream } from '../configuration/upstream.ts'

/** What hashing an upstream's requests begins with. */
export interface HashInput {
  value: string | undefined
  /** The cookie that the caller gets, so that it comes to the same target again. */
  setCookie?: string
}

/** The request's part of the hash: `hash_on`, else `hash_fallback`; nothing when it has neither (the published description of upstreams). */
export function hashInputOf(
  upstream: Upstream,
  inbound: Inbound,
  admission: Admission | undefined,
  ids: Ids,
): HashInput {
  const { hash_on_cookie: name, hash_on_cookie_path: path } = upstream
  const read = (on: Upstream['hash_on'], header = '', query = ''): string | undefined => {
    if (on === 'ip') return inbound.raw.socket.remoteAddress
    if (on === 'path') return inbound.target.path
    if (on === 'consumer') return admission?.consumer?.id ?? admission?.identifier
    if (on === 'header') return inbound.header(header.toLowerCase())
    if (on === 'query_arg') return inbound.query[query]
    return on === 'cookie' && name ? inbound.cookies[name] : undefined
  }
  const { hash_on_header, hash_on_query_arg, hash_fallback_header, hash_fallback_query_arg } = upstream
  const value =
    read(upstream.hash_on, hash_on_header ?? '', hash_on_query_arg ?? '') ??
    read(upstream.hash_fallback, hash_fallback_header ?? '', hash_fallback_query_arg ?? '')
  const byCookie = upstream.hash_on === 'cookie' || upstream.hash_fallback === 'cookie'
  if (value !== undefined || !byCookie || !name) return { value }
  const made = ids.uuid('hash-cookie')
  return { value: made, setCookie: `${name}=${made}; Path=${path ?? '/'}` }
}
