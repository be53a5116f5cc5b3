import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, required } from '../../errors.ts'
import { authServerAddresses } from '../../identity/addresses.ts'
import { indexed, textOf } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import type { AuthServer } from '../../model/auth-server.ts'
import type { Model } from '../../model/model.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { inUse } from '../../reasons.ts'
import { mergeLabels } from '../merge-labels.ts'
import { Force } from '../portals/schema.ts'
import { stored } from '../stored.ts'
import { authServerOf, labelTexts, removeClient } from './lookup.ts'
import { AuthServerChanges, AuthServerId, NewAuthServer, ShownAuthServer } from './schema.ts'

const words = ['eq', 'contains']
const listing: Listing<AuthServer> = {
  sort: { ...times, name: (row) => row.name, description: (row) => row.description, audience: (row) => row.audience },
  filter: {
    id: indexed(
      textOf(['eq'], (row) => row.id),
      'id',
    ),
    name: indexed(
      textOf(words, (row) => row.name),
      'name',
    ),
    description: textOf(words, (row) => row.description),
    audience: textOf(words, (row) => row.audience),
    labels: textOf(['eq'], (row) => labelTexts(row.labels)),
  },
}
const nameTaken = { name: 'An auth server with the given name already exists' }

/** Authorization servers of Kong Identity (`konnect.md` 8). Each gets an issuer of its own. */
export function authServers(app: App, context: KonnectContext): void {
  const path = '/v1/auth-servers'
  const { model, clock, behaviour } = context
  const view = ({ secrets: _, ...row }: AuthServer) => {
    const { issuer, metadata: metadata_uri, jwks: jwks_uri } = authServerAddresses(context.baseUrl(), row.id)
    return {
      ...row,
      issuer,
      metadata_uri,
      jwks_uri,
      labels: { ...row.labels },
      trusted_origins: [...row.trusted_origins],
    }
  }

  const create = { schema: { body: NewAuthServer, response: { 201: ShownAuthServer } } }
  app.post(path, create, async ({ body }, reply) => {
    const { name, audience, description = '', signing_algorithm = 'RS256', trusted_origins = [], labels = {} } = body
    const members = { name, audience, description, signing_algorithm, trusted_origins, labels }
    const row: AuthServer = { ...newEntity(context, 'auth-server'), ...members, secrets: {} }
    await stored(model.authServers.insert(row), nameTaken)
    return reply.code(201).send(view(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownAuthServer) } } }, async ({ query }) =>
    listPage(rowsOf(model.authServers), query, { listing, limits: behaviour.current, view }),
  )

  const one = { schema: { params: AuthServerId, response: { 200: ShownAuthServer } } }
  app.get(`${path}/:authServerId`, one, async ({ params }) => view(await authServerOf(model, params)))

  const update = { schema: { ...one.schema, body: AuthServerChanges } }
  app.patch(`${path}/:authServerId`, update, async ({ params, body }) => {
    const row = await authServerOf(model, params)
    const labels = mergeLabels(row.labels, body.labels)
    const changed: AuthServer = { ...row, ...given(body), labels, updated_at: isoTime(clock) }
    await stored(model.authServers.replace(changed), nameTaken)
    return view(changed)
  })

  const remove = { schema: { params: AuthServerId, querystring: Force } }
  app.delete(`${path}/:authServerId`, remove, async ({ params, query }, reply) => {
    const row = await authServerOf(model, params)
    if (query.force !== 'true') await refuseInhabited(model, row)
    await removeServer(model, row)
    return reply.code(204).send()
  })
}

const parts = (model: Model) => [model.authServerClients, model.authServerScopes, model.authServerClaims]

/** @throws Problem 400 for `force` while clients, scopes or claims belong to the server */
async function refuseInhabited(model: Model, { id }: AuthServer): Promise<void> {
  const counts = await Promise.all(parts(model).map((table) => table.countBy('auth_server', id)))
  if (counts.every((count) => count === 0)) return
  const users = inUse('auth server', 'clients, scopes or claims; or send ?force=true')
  throw invalidParameters([{ ...required('force'), source: 'query' }], users)
}

async function removeServer(model: Model, { id }: AuthServer): Promise<void> {
  for (const client of await model.authServerClients.listBy('auth_server', id)) await removeClient(model, client)
  for (const table of [model.authServerScopes, model.authServerClaims]) {
    for (const row of await table.listBy('auth_server', id)) await table.remove(row.id)
  }
  await model.authServers.remove(id)
}
