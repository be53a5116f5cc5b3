import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { indexed, textOf } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import type { AuthServerClaim, AuthServerScope } from '../../model/auth-server.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { stored } from '../stored.ts'
import { authServerOf, storedOnce } from './lookup.ts'
import {
  AuthServerId,
  ClaimChanges,
  NewClaim,
  NewScope,
  PartId,
  ScopeChanges,
  ShownClaim,
  ShownScope,
} from './schema.ts'

const listing: Listing<AuthServerScope | AuthServerClaim> = {
  sort: { ...times, name: (row) => row.name },
  filter: {
    id: indexed(
      textOf(['eq'], (row) => row.id),
      'id',
    ),
    name: textOf(['eq', 'contains'], (row) => row.name),
  },
}
const scopeTaken = { name: 'A scope with the given name already exists' }
type Params = { authServerId: string; partId: string }

/** Scopes of an authorization server (`konnect.md` 8). */
export function authServerScopes(app: App, context: KonnectContext): void {
  const path = '/v1/auth-servers/:authServerId/scopes'
  const { model, clock, behaviour } = context
  const find = async ({ authServerId, partId }: Params) => {
    const { id } = await authServerOf(model, { authServerId })
    const row = await model.authServerScopes.find(partId)
    return found(row?.auth_server_id === id ? row : undefined, 'scope of this auth server', partId)
  }

  const create = { schema: { params: AuthServerId, body: NewScope, response: { 201: ShownScope } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: auth_server_id } = await authServerOf(model, params)
    const usual = { description: '', default: false, include_in_metadata: false, enabled: true }
    const row = {
      ...newEntity(context, 'auth-server-scope'),
      auth_server_id,
      ...usual,
      ...given(body),
      name: body.name,
    }
    await stored(model.authServerScopes.insert(row), scopeTaken)
    return reply.code(201).send(row)
  })

  app.get(
    path,
    { schema: { params: AuthServerId, response: { 200: pageOf(ShownScope) } } },
    async ({ params, query }) => {
      const rows = rowsOf(model.authServerScopes, 'auth_server', (await authServerOf(model, params)).id)
      return listPage(rows, query, { listing, limits: behaviour.current, view: (row) => row })
    },
  )

  const one = { schema: { params: PartId, response: { 200: ShownScope } } }
  app.get(`${path}/:partId`, one, async ({ params }) => find(params))

  app.patch(`${path}/:partId`, { schema: { ...one.schema, body: ScopeChanges } }, async ({ params, body }) => {
    const changed = { ...(await find(params)), ...given(body), updated_at: isoTime(clock) }
    await stored(model.authServerScopes.replace(changed), scopeTaken)
    return changed
  })

  app.delete(`${path}/:partId`, { schema: { params: PartId } }, async ({ params }, reply) => {
    await model.authServerScopes.remove((await find(params)).id)
    return reply.code(204).send()
  })
}

/** Claims that an authorization server puts into its tokens (`konnect.md` 8). */
export function authServerClaims(app: App, context: KonnectContext): void {
  const path = '/v1/auth-servers/:authServerId/claims'
  const { model, clock, behaviour } = context
  const find = async ({ authServerId, partId }: Params) => {
    const { id } = await authServerOf(model, { authServerId })
    const row = await model.authServerClaims.find(partId)
    return found(row?.auth_server_id === id ? row : undefined, 'claim of this auth server', partId)
  }
  const view = (row: AuthServerClaim) => ({ ...row, include_in_scopes: [...row.include_in_scopes] })

  const create = { schema: { params: AuthServerId, body: NewClaim, response: { 201: ShownClaim } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: auth_server_id } = await authServerOf(model, params)
    const { name, value, ...flags } = body
    const usual = { include_in_token: false, include_in_all_scopes: false, include_in_scopes: [], enabled: true }
    const entity = newEntity(context, 'auth-server-claim')
    const row: AuthServerClaim = { ...entity, auth_server_id, name, value, ...usual, ...given(flags) }
    await storedOnce(model.authServerClaims.insert(row))
    return reply.code(201).send(view(row))
  })

  app.get(
    path,
    { schema: { params: AuthServerId, response: { 200: pageOf(ShownClaim) } } },
    async ({ params, query }) => {
      const rows = rowsOf(model.authServerClaims, 'auth_server', (await authServerOf(model, params)).id)
      return listPage(rows, query, { listing, limits: behaviour.current, view })
    },
  )

  const one = { schema: { params: PartId, response: { 200: ShownClaim } } }
  app.get(`${path}/:partId`, one, async ({ params }) => view(await find(params)))

  app.patch(`${path}/:partId`, { schema: { ...one.schema, body: ClaimChanges } }, async ({ params, body }) => {
    const changed: AuthServerClaim = { ...(await find(params)), ...given(body), updated_at: isoTime(clock) }
    await storedOnce(model.authServerClaims.replace(changed))
    return view(changed)
  })

  app.delete(`${path}/:partId`, { schema: { params: PartId } }, async ({ params }, reply) => {
    await model.authServerClaims.remove((await find(params)).id)
    return reply.code(204).send()
  })
}
