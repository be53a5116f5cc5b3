import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { conflict } from '../../errors.ts'
import { currentPortalOf } from '../../found.ts'
import { text, truth, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { type RowSource, rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import type { Model } from '../../model/model.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import type { CurrentPortal } from '../../model/portal.ts'
import { inUse } from '../../reasons.ts'
import { mergeLabels } from '../merge-labels.ts'
import { removePortal } from './removal.ts'
import { insertedOnce, refuseUnknownStrategy, replacedOnce, usualStrategy } from './rules.ts'
import { CurrentPortalChanges, Force, NewCurrentPortal, PortalId, ShownCurrentPortal } from './schema.ts'
import { shownCurrentPortal } from './views.ts'

const domain = (row: CurrentPortal) => row.custom_domain ?? row.default_domain
const listing: Listing<CurrentPortal> = {
  sort: {
    ...times,
    name: (row) => row.name,
    description: (row) => row.description,
    authentication_enabled: (row) => row.authentication_enabled,
    rbac_enabled: (row) => row.rbac_enabled,
    auto_approve_applications: (row) => row.auto_approve_applications,
    auto_approve_developers: (row) => row.auto_approve_developers,
    default_domain: (row) => row.default_domain,
    canonical_domain: domain,
  },
  filter: {
    id: uuid((row) => row.id),
    name: text((row) => row.name),
    description: text((row) => row.description),
    authentication_enabled: truth((row) => row.authentication_enabled),
    rbac_enabled: truth((row) => row.rbac_enabled),
    default_api_visibility: text((row) => row.default_api_visibility),
    default_page_visibility: text((row) => row.default_page_visibility),
    default_application_auth_strategy_id: uuid((row) => row.default_application_auth_strategy_id),
    auto_approve_developers: truth((row) => row.auto_approve_developers),
    auto_approve_applications: truth((row) => row.auto_approve_applications),
    default_domain: text((row) => row.default_domain),
    canonical_domain: text(domain),
  },
}

/** Current portals (`konnect.md` 4.2). */
export function currentPortals(app: App, context: KonnectContext): void {
  const path = '/v3/portals'
  const { model, clock, behaviour } = context

  const create = { schema: { body: NewCurrentPortal, response: { 201: ShownCurrentPortal } } }
  app.post(path, create, async ({ body }, reply) => {
    const { name, default_application_auth_strategy_id: strategy = await usualStrategy(model) } = body
    await refuseUnknownStrategy(model, strategy)
    const entity = newEntity(context, 'portal')
    const row: CurrentPortal = {
      ...{ ...entity, version: 'v3', name, display_name: name, default_domain: `${entity.id}.localhost` },
      ...defaults,
      ...given(body),
      labels: mergeLabels({}, body.labels),
      default_application_auth_strategy_id: strategy,
    }
    await insertedOnce(model.portals.insert(row))
    return reply.code(201).send(shownCurrentPortal(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownCurrentPortal) } } }, async ({ query }) =>
    listPage(currentPortalsOf(model), query, { listing, limits: behaviour.current, view: shownCurrentPortal }),
  )

  const one = { schema: { params: PortalId, response: { 200: ShownCurrentPortal } } }
  app.get(`${path}/:portalId`, one, async ({ params }) =>
    shownCurrentPortal(await currentPortalOf(model, params.portalId)),
  )

  const update = { schema: { ...one.schema, body: CurrentPortalChanges } }
  app.patch(`${path}/:portalId`, update, async ({ params, body }) => {
    const row = await currentPortalOf(model, params.portalId)
    await refuseUnknownStrategy(model, body.default_application_auth_strategy_id)
    const labels = mergeLabels(row.labels, body.labels)
    const changed: CurrentPortal = { ...row, ...given(body), labels, updated_at: isoTime(clock) }
    await replacedOnce(model.portals.replace(changed))
    return shownCurrentPortal(changed)
  })

  app.delete(
    `${path}/:portalId`,
    { schema: { params: PortalId, querystring: Force } },
    async ({ params, query }, reply) => {
      const row = await currentPortalOf(model, params.portalId)
      if (query.force !== 'true' && behaviour.current.portalInUse === 'conflict') await refusePublishing(model, row)
      await removePortal(context, row)
      return reply.code(204).send()
    },
  )
}

const defaults = {
  description: null,
  authentication_enabled: true,
  rbac_enabled: false,
  sipr_enabled: false,
  default_api_visibility: 'private',
  default_page_visibility: 'private',
  auto_approve_developers: false,
  auto_approve_applications: false,
  notifications_developer_pii_visibility_enabled: false,
  custom_domain: null,
} as const

/** The index has portals of this version alone. */
const currentPortalsOf = (model: Model) => rowsOf(model.portals, 'version', 'v3') as RowSource<CurrentPortal>

/** @throws Problem 409 while the portal publishes APIs (`konnect.md` 4.2, PROP) */
async function refusePublishing(model: Model, { id }: CurrentPortal): Promise<void> {
  const published = await model.publications.countBy('portal', id)
  if (published === 0) return
  throw conflict('Portal has published APIs', inUse('portal', `${published} published APIs; or send ?force=true`))
}
