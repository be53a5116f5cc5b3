import { normalPath } from './normal-path.ts'

/** What a request asks for, in the terms of routes. */
export interface Target {
  method: string
  /** Host in lower case, without port. */
  host: string
  /** Port of the `Host` header, when it names one. */
  port: string | undefined
  /** Normalised path. */
  path: string
  /** Path as it was sent. */
  sentPath: string
  /** From `?` on, or empty. */
  query: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Takes a request line and headers apart. An absolute request target counts like its path (RFC 9112 section 3.2.2). */
export function targetOf(method: string, url: string, headers: Target['headers']): Target {
  const local = url.startsWith('/') ? url : url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '')
  const at = local.indexOf('?')
  const sentPath = at < 0 ? local : local.slice(0, at)
  const { host = '' } = headers
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(String(host)) ?? []
  return {
    method,
    host: name.toLowerCase(),
    port,
    path: normalPath(sentPath === '' ? '/' : sentPath),
    sentPath,
    query: at < 0 ? '' : local.slice(at),
    headers,
  }
}
