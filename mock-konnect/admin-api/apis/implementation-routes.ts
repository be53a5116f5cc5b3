import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, missingReference, notAllowed, required } from '../../errors.ts'
import { found } from '../../found.ts'
import { date, indexed, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import type { ApiImplementation } from '../../model/api.ts'
import type { Model } from '../../model/model.ts'
import { newEntity } from '../../model/new-entity.ts'
import { refuseUnknownService } from '../api-products/service-link.ts'
import { stored } from '../stored.ts'
import { ApiId, ImplementationId, NewImplementation, ShownImplementation } from './schema.ts'
import { shownImplementation } from './views.ts'

const controlPlaneId = (row: ApiImplementation) => (row.service ?? row.control_plane)?.control_plane_id
const listing: Listing<ApiImplementation> = {
  sort: {
    ...times,
    id: (row) => row.id,
    api_id: (row) => row.api_id,
    service_id: (row) => row.service?.id,
    control_plane_id: controlPlaneId,
  },
  filter: {
    id: indexed(
      uuid((row) => row.id),
      'id',
    ),
    api_id: indexed(
      uuid((row) => row.api_id),
      'api',
    ),
    service_id: indexed(
      uuid((row) => row.service?.id),
      'service',
    ),
    control_plane_id: indexed(uuid(controlPlaneId), 'control_plane'),
    created_at: date((row) => row.created_at),
    updated_at: date((row) => row.updated_at),
  },
}
const linked = {
  api: 'An implementation already exists for this API',
  service: 'This gateway service is already linked to another API',
}

/** What stands behind an API: one gateway service, or a control plane (`konnect.md` 7). */
export function implementations(app: App, context: KonnectContext): void {
  const { model, behaviour } = context

  const create = { schema: { params: ApiId, body: NewImplementation, response: { 201: ShownImplementation } } }
  app.post('/v3/apis/:apiId/implementations', create, async ({ params, body }, reply) => {
    const { id: api_id } = found(await model.apis.find(params.apiId), 'API', params.apiId)
    await refuseUnclear(model, body)
    const { service = null, control_plane = null } = body
    const row = { ...newEntity(context, 'api-implementation'), api_id, service, control_plane }
    await stored(model.apiImplementations.insert(row), linked)
    return reply.code(201).send(shownImplementation(row))
  })

  const one = { schema: { params: ImplementationId, response: { 200: ShownImplementation } } }
  app.get('/v3/apis/:apiId/implementations/:implementationId', one, async ({ params }) =>
    shownImplementation(await implementationOf(model, params)),
  )

  const remove = { schema: { params: ImplementationId } }
  app.delete('/v3/apis/:apiId/implementations/:implementationId', remove, async ({ params }, reply) => {
    const { id } = await implementationOf(model, params)
    await model.apiImplementations.remove(id)
    return reply.code(204).send()
  })

  app.get(
    '/v3/api-implementations',
    { schema: { response: { 200: pageOf(ShownImplementation) } } },
    async ({ query }) => {
      const view = (row: ApiImplementation) => ({ ...shownImplementation(row), api_id: row.api_id })
      return listPage(rowsOf(model.apiImplementations), query, { listing, limits: behaviour.current, view })
    },
  )
}

async function implementationOf(
  model: Model,
  ids: { apiId: string; implementationId: string },
): Promise<ApiImplementation> {
  const row = await model.apiImplementations.find(ids.implementationId)
  return found(row?.api_id === ids.apiId ? row : undefined, 'implementation', ids.implementationId)
}

/** @throws Problem 400 when neither or both are named, or what is named does not exist */
async function refuseUnclear(model: Model, { service, control_plane }: NewImplementation): Promise<void> {
  if (service && control_plane) throw invalidParameters([notAllowed('control_plane')])
  if (service) return refuseUnknownService(model, service, 'service')
  if (!control_plane) throw invalidParameters([required('service')])
  if (await model.controlPlanes.find(control_plane.control_plane_id)) return
  throw invalidParameters([missingReference('control_plane.control_plane_id', 'Control plane')])
}
