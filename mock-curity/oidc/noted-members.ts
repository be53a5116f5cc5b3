import type { AdapterPayload } from 'oidc-provider'
import { epochSeconds } from '../../kit/clock.ts'
import type { AdapterOptions } from './adapter.ts'

/** What this server notes beside what the engine stores, and the engine does not read. */
export interface NotedMembers {
  /** Of a code: the `state` of its request, for `s_hash`. */
  readonly requestState?: string
  /** Of a refresh token: when the last of those that replace it ends, epoch seconds (`refresh-token-max-rolling-lifetime`). */
  readonly rollsUntil?: number
}

/** The notes for an artifact that the engine is about to store. */
export async function notedMembers(
  kind: string,
  { clientId }: AdapterPayload,
  options: AdapterOptions,
): Promise<NotedMembers> {
  if (kind === 'AuthorizationCode') {
    const state = options.current()?.oidc.params?.state
    return typeof state === 'string' ? { requestState: state } : {}
  }
  if (kind !== 'RefreshToken') return {}
  const rollsUntil = await rollingEnd(clientId, options)
  return rollsUntil === undefined ? {} : { rollsUntil }
}

/** That of the token which this one replaces, or as long from now as the client has it; undefined: it may roll for ever. */
async function rollingEnd(
  clientId: string | undefined,
  { artifacts, clients, clock, current }: AdapterOptions,
): Promise<number | undefined> {
  const before = current()?.oidc.entities.RotatedRefreshToken
  if (before) return (await artifacts.find('RefreshToken', before.jti))?.payload.rollsUntil
  const client = clientId === undefined ? undefined : await clients.find(clientId)
  const longest = client?.refreshTokenMaxRollingLifetime
  return longest === undefined ? undefined : epochSeconds(clock) + longest
}
