import type { IncomingMessage } from 'node:http'
import { badRequest, headerTooLarge, uriTooLong } from '../errors.ts'
import * as reasons from '../reasons.ts'
import { escapesAreWhole } from '../routing/normal-path.ts'

/**
 * Refuses what nginx does not even show to Kong.
 * @param lineBytes one of nginx's header buffers: no line may be longer (gateway.md 8.1)
 * @throws GatewayError
 */
export function refuseUnreadable({ rawHeaders }: IncomingMessage, url: string, lineBytes: number): void {
  if (url.length > lineBytes) throw uriTooLong(reasons.longUri(lineBytes))
  if (!escapesAreWhole(url)) throw badRequest(reasons.brokenEscape())
  let authorizations = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    if (name.length + value.length > lineBytes) throw headerTooLarge(reasons.longHeader(name, lineBytes))
    if (name.length === 13 && name.toLowerCase() === 'authorization') authorizations++
  }
  if (authorizations > 1) throw badRequest(reasons.twoAuthorizations())
}
