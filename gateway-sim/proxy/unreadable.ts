import type { IncomingMessage } from 'node:http'
import { badRequest, headerTooLarge, methodNotAllowed, uriTooLong } from '../errors.ts'
import * as reasons from '../reasons.ts'
import { escapesAreWhole } from '../routing/normal-path.ts'
import { UnparsedRequest } from './unparsed.ts'

/** Headers that nginx takes once. Node's parser has refused repeated lengths and transfer encodings before. */
const single: ReadonlySet<string> = new Set([
  ...['host', 'authorization', 'expect', 'content-range'],
  ...['if-match', 'if-none-match', 'if-range', 'if-modified-since', 'if-unmodified-since'],
])
/** Most names can be told from these by their lengths alone, without changing their case. */
const lengths: ReadonlySet<number> = new Set(Array.from(single, ({ length }) => length))

/**
 * Refuses what nginx does not even show to Kong.
 * @param lineBytes one of nginx's header buffers: no line may be longer (gateway.md 8.1)
 * @throws GatewayError
 */
export function refuseUnreadable(request: IncomingMessage, url: string, lineBytes: number): void {
  if (request instanceof UnparsedRequest) throw request.refusal
  const { method, rawHeaders } = request
  if (url.length > lineBytes) throw uriTooLong(reasons.longUri(lineBytes))
  if (url === '*') throw badRequest(reasons.notAPath(url))
  if (!escapesAreWhole(url)) throw badRequest(reasons.brokenEscape())
  const seen: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    if (name.length + value.length > lineBytes) throw headerTooLarge(reasons.longHeader(name, lineBytes))
    if (!lengths.has(name.length)) continue
    const lower = name.toLowerCase()
    if (!single.has(lower)) continue
    if (seen.includes(lower)) throw badRequest(reasons.repeatedHeader(lower))
    seen.push(lower)
  }
  refuseBadHost(request)
  if (method === 'TRACE') throw methodNotAllowed(reasons.methodRefused(method))
}

function refuseBadHost({ headers: { host }, httpVersion }: IncomingMessage): void {
  if (host === undefined ? httpVersion === '1.1' : !isHost(host)) throw badRequest(reasons.badHost(host))
}

/** nginx looks for what can stand in no host, and not for more. */
const isHost = (host: string): boolean => host !== '' && !/[\0-\x20\x7f/]|\.\./.test(host)
