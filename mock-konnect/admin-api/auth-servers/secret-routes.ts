import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { textOf, truth } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import type { AuthServerSecret } from '../../model/auth-server.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { tokenHash } from '../../secrets/token-hash.ts'
import { clientOf } from './lookup.ts'
import { ClientId, NewSecret, SecretChanges, SecretId, ShownSecret } from './schema.ts'

const listing: Listing<AuthServerSecret> = {
  sort: times,
  filter: { id: textOf(['eq'], (row) => row.id), enabled: truth((row) => row.enabled) },
}

/** Secrets of a client: several may work at once, each is shown once (`konnect.md` 8). */
export function authServerSecrets(app: App, context: KonnectContext): void {
  const path = '/v1/auth-servers/:authServerId/clients/:clientId/secrets'
  const { model, clock, ids, behaviour } = context
  const find = async (params: { authServerId: string; clientId: string; clientSecretId: string }) => {
    const { id } = await clientOf(model, params)
    const row = await model.authServerSecrets.find(params.clientSecretId)
    return found(row?.client === id ? row : undefined, 'secret of this client', params.clientSecretId)
  }

  const create = { schema: { params: ClientId, body: NewSecret, response: { 201: ShownSecret } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: client } = await clientOf(model, params)
    const { secret = ids.secret('auth-server-secret'), enabled = true } = body
    const row: AuthServerSecret = {
      ...{ ...newEntity(context, 'auth-server-secret'), client, secret_hash: tokenHash(secret), enabled },
    }
    await model.authServerSecrets.insert(row)
    return reply.code(201).send({ ...row, secret })
  })

  app.get(path, { schema: { params: ClientId, response: { 200: pageOf(ShownSecret) } } }, async ({ params, query }) => {
    const rows = rowsOf(model.authServerSecrets, 'client', (await clientOf(model, params)).id)
    return listPage(rows, query, { listing, limits: behaviour.current, view: (row) => row })
  })

  const one = { schema: { params: SecretId, response: { 200: ShownSecret } } }
  app.get(`${path}/:clientSecretId`, one, async ({ params }) => find(params))

  app.patch(`${path}/:clientSecretId`, { schema: { ...one.schema, body: SecretChanges } }, async ({ params, body }) => {
    const changed: AuthServerSecret = { ...(await find(params)), ...given(body), updated_at: isoTime(clock) }
    await model.authServerSecrets.replace(changed)
    return changed
  })

  app.delete(`${path}/:clientSecretId`, { schema: { params: SecretId } }, async ({ params }, reply) => {
    await model.authServerSecrets.remove((await find(params)).id)
    return reply.code(204).send()
  })
}
