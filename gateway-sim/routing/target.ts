import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
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
  connection: Connection
}

/** What a request came over. */
export interface Connection {
  scheme: 'http' | 'https'
  /** The name that the caller gave in its TLS handshake, in lower case. */
  sni?: string | undefined
}

const plain: Connection = { scheme: 'http' }

/** What a socket says of itself. */
export function connectionOf(socket: Socket): Connection {
  if (!('encrypted' in socket)) return plain
  const { servername } = socket as TLSSocket // what is encrypted, is TLS
  return { scheme: 'https', sni: servername ? servername.toLowerCase() : undefined }
}

/** The Fetch standard's preflight: what a browser asks before a call to another origin. */
export const isPreflight = ({ method, headers }: Target): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined

/** Takes a request line and headers apart. An absolute request target counts like its path (RFC 9112 section 3.2.2). */
export function targetOf(
  method: string,
  url: string,
  headers: Target['headers'],
  connection: Connection = plain,
): Target {
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
    connection,
  }
}
