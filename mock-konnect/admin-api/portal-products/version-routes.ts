import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { classicPortalOf, found } from '../../found.ts'
import { date, indexed, textOf, truth, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import { given } from '../../model/new-entity.ts'
import { offerKey, type Publication } from '../../model/publication.ts'
import { PortalId } from '../portals/schema.ts'
import { findPublication, publishVersion, refuseUnknown, removePublication } from './publishing.ts'
import {
  NewVersionPublication,
  PublicationId,
  ShownVersionPublication,
  VersionPublication,
  VersionPublicationChanges,
} from './schema.ts'
import { shownPublication } from './views.ts'

const listing: Listing<Publication> = {
  sort: {
    ...times,
    publish_status: (row) => row.publish_status,
    product_version_id: (row) => row.offer.id,
    auth_strategy_ids: (row) => row.auth_strategy_id,
    application_registration_enabled: (row) => row.application_registration_enabled,
    auto_approve_registration: (row) => row.auto_approve_registrations,
    deprecated: (row) => row.deprecated,
  },
  filter: {
    id: indexed(
      uuid((row) => row.id),
      'id',
    ),
    publish_status: textOf(['eq', 'oeq', 'neq'], (row) => row.publish_status),
    product_version_id: indexed(
      uuid((row) => row.offer.id),
      'offer',
      (id) => offerKey({ type: 'product_version', id }),
    ),
    created_at: date((row) => row.created_at),
    updated_at: date((row) => row.updated_at),
    auth_strategy_ids: indexed(
      uuid((row) => row.auth_strategy_id),
      'auth_strategy',
    ),
    application_registration_enabled: truth((row) => row.application_registration_enabled),
    auto_approve_registration: truth((row) => row.auto_approve_registrations),
    deprecated: truth((row) => row.deprecated),
  },
}

/** Product versions in a classic portal: with which strategy, and whether registrations are taken (`konnect.md` 6). */
export function portalProductVersions(app: App, context: KonnectContext): void {
  const path = '/v2/portals/:portalId/product-versions'
  const { model, clock, behaviour } = context
  const view = (row: Publication) => shownPublication(model, row)

  const create = {
    schema: { params: PortalId, body: NewVersionPublication, response: { 201: ShownVersionPublication } },
  }
  app.post(path, create, async ({ params, body: { product_version_id, ...body } }, reply) => {
    const portal = await classicPortalOf(model, params.portalId)
    await refuseUnknown(model, body.auth_strategy_ids, product_version_id)
    const row = await publishVersion(context, { portal, versionId: product_version_id, body, mustBeNew: true })
    return reply.code(201).send(await view(row))
  })

  const list = { schema: { params: PortalId, response: { 200: pageOf(ShownVersionPublication) } } }
  app.get(path, list, async ({ params, query }) => {
    const { id } = await classicPortalOf(model, params.portalId)
    const rows = rowsOf(model.publications, 'portal', id)
    return listPage(rows, query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: PublicationId, response: { 200: ShownVersionPublication } } }
  app.get(`${path}/:productVersionId`, one, async ({ params }) => view(await findPublication(model, params)))

  const upsert = { schema: { ...one.schema, body: VersionPublication } }
  app.put(`${path}/:productVersionId`, upsert, async ({ params, body }) => {
    const portal = await classicPortalOf(model, params.portalId)
    const version = await model.productVersions.find(params.productVersionId)
    const { id: versionId } = found(version, 'product version', params.productVersionId)
    await refuseUnknown(model, body.auth_strategy_ids)
    return view(await publishVersion(context, { portal, versionId, body }))
  })

  const update = { schema: { ...one.schema, body: VersionPublicationChanges } }
  app.patch(`${path}/:productVersionId`, update, async ({ params, body }) => {
    const row = await findPublication(model, params)
    const { auth_strategy_ids, auto_approve_registration, notify_developers: _, ...members } = body
    await refuseUnknown(model, auth_strategy_ids)
    const changed: Publication = {
      ...row,
      ...given({ ...members, auto_approve_registrations: auto_approve_registration }),
      auth_strategy_id: auth_strategy_ids ? (auth_strategy_ids[0] ?? null) : row.auth_strategy_id,
      updated_at: isoTime(clock),
    }
    await model.publications.replace(changed)
    return view(changed)
  })

  app.delete(`${path}/:productVersionId`, { schema: { params: PublicationId } }, async ({ params }, reply) => {
    await removePublication(model, await findPublication(model, params))
    return reply.code(204).send()
  })
}
