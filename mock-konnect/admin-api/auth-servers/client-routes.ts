import type { Static } from 'typebox'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference } from '../../errors.ts'
import { textOf } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import { type AuthServerClient, authServerClientKey } from '../../model/auth-server.ts'
import type { Model } from '../../model/model.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { acceptBody } from '../../problems/validator.ts'
import { tokenHash } from '../../secrets/token-hash.ts'
import { mergeLabels } from '../merge-labels.ts'
import { authServerOf, clientOf, labelTexts, removeClient } from './lookup.ts'
import { AuthServerId, ClientChanges, ClientId, NewClient, ReplacedClient, ShownClient } from './schema.ts'

const listing: Listing<AuthServerClient> = {
  sort: { ...times, name: (row) => row.name },
  filter: {
    id: textOf(['eq'], (row) => row.client_id),
    name: textOf(['eq', 'contains'], (row) => row.name),
    labels: textOf(['eq'], (row) => labelTexts(row.labels)),
  },
}

/** Clients of an authorization server (`konnect.md` 8): the secret is shown once. */
export function authServerClients(app: App, context: KonnectContext): void {
  const path = '/v1/auth-servers/:authServerId/clients'
  const { model, clock, ids, behaviour } = context

  const create = { schema: { params: AuthServerId, body: NewClient, response: { 201: ShownClient } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id } = await authServerOf(model, params)
    const row = await madeClient(id, ids.uuid('auth-server-client'), body)
    const client_secret = ids.secret('auth-server-secret')
    await model.authServerClients.insert(row)
    await giveSecret(row, client_secret)
    return reply.code(201).send({ ...shown(row), client_secret })
  })

  app.get(
    path,
    { schema: { params: AuthServerId, response: { 200: pageOf(ShownClient) } } },
    async ({ params, query }) => {
      const { id } = await authServerOf(model, params)
      const rows = rowsOf(model.authServerClients, 'auth_server', id)
      return listPage(rows, query, { listing, limits: behaviour.current, view: shown })
    },
  )

  const one = { schema: { params: ClientId, response: { 200: ShownClient } } }
  app.get(`${path}/:clientId`, one, async ({ params }) => shown(await clientOf(model, params)))

  const update = { schema: { ...one.schema, body: ClientChanges } }
  app.patch(`${path}/:clientId`, update, async ({ params, body }) => {
    const row = await clientOf(model, params)
    await refuseUnknownScopes(model, row.auth_server_id, body.allow_scopes)
    const { client_secret, labels, ...members } = body
    const merged = mergeLabels(row.labels, labels)
    const changed: AuthServerClient = { ...row, ...given(members), labels: merged, updated_at: isoTime(clock) }
    await model.authServerClients.replace(changed)
    if (client_secret !== undefined) await giveSecret(changed, client_secret)
    return shown(changed)
  })

  const replace = { schema: { params: ClientId, response: { 200: ShownClient, 201: ShownClient } } }
  app.put(`${path}/:clientId`, replace, async ({ params, ...request }, reply) => {
    const { id } = await authServerOf(model, params)
    const { client_secret, ...body } = acceptBody(ReplacedClient, request.body)
    const before = await model.authServerClients.find(authServerClientKey(id, params.clientId))
    const row = { ...(await madeClient(id, params.clientId, body)), ...(before && { created_at: before.created_at }) }
    await (before ? model.authServerClients.replace(row) : model.authServerClients.insert(row))
    await giveSecret(row, client_secret)
    return reply.code(before ? 200 : 201).send(shown(row))
  })

  app.delete(`${path}/:clientId`, { schema: { params: ClientId } }, async ({ params }, reply) => {
    await removeClient(model, await clientOf(model, params))
    return reply.code(204).send()
  })

  async function madeClient(auth_server_id: string, client_id: string, body: Static<typeof NewClient>) {
    if (client_id.length > 36 || !/^[-\w]+$/.test(client_id)) throw invalidParameters([wrongClientId])
    await refuseUnknownScopes(model, auth_server_id, body.allow_scopes)
    const row: AuthServerClient = {
      ...{ ...newEntity(context, 'auth-server-client'), id: authServerClientKey(auth_server_id, client_id) },
      ...{ auth_server_id, client_id, ...defaults, ...given(body) },
    }
    return row
  }

  /** The client has this secret from now on, and no other. */
  async function giveSecret({ id: client }: AuthServerClient, secret: string): Promise<void> {
    for (const old of await model.authServerSecrets.listBy('client', client))
      await model.authServerSecrets.remove(old.id)
    const entity = newEntity(context, 'auth-server-secret')
    await model.authServerSecrets.insert({ ...entity, client, secret_hash: tokenHash(secret), enabled: true })
  }
}

const defaults = {
  ...{ name: '', grant_types: [], response_types: [], redirect_uris: [], login_uri: null, labels: {} },
  ...{ access_token_duration: 300, id_token_duration: 300, allow_all_scopes: false, allow_scopes: [] },
  token_endpoint_auth_method: 'client_secret_post',
} as const

const wrongClientId = {
  field: 'clientId',
  reason: '"clientId" must match the pattern ^[-\\w]{1,36}$',
  rule: 'matches_regex',
}

/** @throws Problem 400 for a scope that the authorization server does not have */
async function refuseUnknownScopes(model: Model, serverId: string, scopes: readonly string[] = []): Promise<void> {
  const rows = await Promise.all(scopes.map((id) => model.authServerScopes.find(id)))
  const wrong = rows.flatMap((row, at) => (row?.auth_server_id === serverId ? [] : [`allow_scopes.${at}`]))
  if (wrong.length > 0) throw invalidParameters(wrong.map((field) => missingReference(field, 'Scope')))
}

const shown = ({ id: _, auth_server_id: __, client_id, ...row }: AuthServerClient) => ({
  ...{ id: client_id, ...row, grant_types: [...row.grant_types], response_types: [...row.response_types] },
  ...{ redirect_uris: [...row.redirect_uris], allow_scopes: [...row.allow_scopes], labels: { ...row.labels } },
})
