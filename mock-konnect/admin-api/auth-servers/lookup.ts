import { UniqueViolation } from '../../../kit/table.ts'
import { invalidParameters } from '../../errors.ts'
import { found } from '../../found.ts'
import { type AuthServer, type AuthServerClient, authServerClientKey } from '../../model/auth-server.ts'
import type { Labels } from '../../model/common.ts'
import type { Model } from '../../model/model.ts'
import { taken } from '../../reasons.ts'

/** The authorization server with this id. @throws Problem 404 */
export const authServerOf = async (model: Model, { authServerId }: { authServerId: string }): Promise<AuthServer> =>
  found(await model.authServers.find(authServerId), 'auth server', authServerId)

/** The client of this authorization server. @throws Problem 404 */
export async function clientOf(
  model: Model,
  { authServerId, clientId }: { authServerId: string; clientId: string },
): Promise<AuthServerClient> {
  const { id } = await authServerOf(model, { authServerId })
  return found(await model.authServerClients.find(authServerClientKey(id, clientId)), 'client', clientId)
}

/** Deletes a client with its secrets. */
export async function removeClient(model: Model, { id }: AuthServerClient): Promise<void> {
  for (const secret of await model.authServerSecrets.listBy('client', id))
    await model.authServerSecrets.remove(secret.id)
  await model.authServerClients.remove(id)
}

/** What labels are filtered by: a key, or `key:value`. */
export const labelTexts = (labels: Labels): string[] =>
  Object.entries(labels).flatMap(([key, value]) => [key, `${key}:${value}`])

/** Stores a row whose taken name is a 400: its description has no 409. @throws Problem 400 */
export async function storedOnce(store: Promise<unknown>): Promise<void> {
  try {
    await store
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    const parameter = { field: 'name', reason: '"name" must be unique', rule: 'invalid', source: 'body' } as const
    throw invalidParameters([parameter], taken('this name'))
  }
}
