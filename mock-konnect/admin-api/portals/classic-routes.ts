import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, required } from '../../errors.ts'
import { classicPortalOf } from '../../found.ts'
import { text, truth, uuid } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { type RowSource, rowsOf } from '../../lists/rows.ts'
import { times } from '../../lists/sorting.ts'
import type { Model } from '../../model/model.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import type { ClassicPortal } from '../../model/portal.ts'
import { inUse } from '../../reasons.ts'
import { mergeLabels } from '../merge-labels.ts'
import { removePortal } from './removal.ts'
import { insertedOnce, refuseUnknownStrategy, replacedOnce, usualStrategy } from './rules.ts'
import { ClassicPortalChanges, Force, NewClassicPortal, PortalId, ShownClassicPortal } from './schema.ts'
import { shownClassicPortal } from './views.ts'

const listing: Listing<ClassicPortal> = {
  sort: {
    ...times,
    name: (row) => row.name,
    description: (row) => row.description,
    is_public: (row) => row.is_public,
    rbac_enabled: (row) => row.rbac_enabled,
    auto_approve_applications: (row) => row.auto_approve_applications,
    auto_approve_developers: (row) => row.auto_approve_developers,
    default_domain: (row) => row.default_domain,
    custom_domain: (row) => row.custom_domain,
    custom_client_domain: (row) => row.custom_client_domain,
  },
  filter: {
    id: uuid((row) => row.id),
    name: text((row) => row.name),
    description: text((row) => row.description),
    is_public: truth((row) => row.is_public),
    rbac_enabled: truth((row) => row.rbac_enabled),
    auto_approve_developers: truth((row) => row.auto_approve_developers),
    auto_approve_applications: truth((row) => row.auto_approve_applications),
    default_domain: text((row) => row.default_domain),
    custom_domain: text((row) => row.custom_domain),
    custom_client_domain: text((row) => row.custom_client_domain),
  },
}

/** Classic portals (`konnect.md` 4.1). */
export function classicPortals(app: App, context: KonnectContext): void {
  const path = '/v2/portals'
  const { model, clock, behaviour } = context
  const view = (row: ClassicPortal) => shownClassicPortal(model, row)

  const create = { schema: { body: NewClassicPortal, response: { 201: ShownClassicPortal } } }
  app.post(path, create, async ({ body }, reply) => {
    const { name, default_application_auth_strategy_id: strategy = await usualStrategy(model) } = body
    await refuseUnknownStrategy(model, strategy)
    const entity = newEntity(context, 'portal')
    const row: ClassicPortal = {
      ...{ ...entity, version: 'v2', name, display_name: name, default_domain: `${entity.id}.localhost` },
      ...defaults,
      ...given(body),
      default_application_auth_strategy_id: strategy,
    }
    await insertedOnce(model.portals.insert(row))
    return reply.code(201).send(await view(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownClassicPortal) } } }, async ({ query }) =>
    listPage(classicPortalsOf(model), query, { listing, limits: behaviour.current, view }),
  )

  const one = { schema: { params: PortalId, response: { 200: ShownClassicPortal } } }
  app.get(`${path}/:portalId`, one, async ({ params }) => view(await classicPortalOf(model, params.portalId)))

  const update = { schema: { ...one.schema, body: ClassicPortalChanges } }
  app.patch(`${path}/:portalId`, update, async ({ params, body }) => {
    const row = await classicPortalOf(model, params.portalId)
    await refuseUnknownStrategy(model, body.default_application_auth_strategy_id)
    const labels = mergeLabels(row.labels, body.labels)
    const changed: ClassicPortal = { ...row, ...given(body), labels, updated_at: isoTime(clock) }
    await replacedOnce(model.portals.replace(changed))
    return view(changed)
  })

  app.delete(
    `${path}/:portalId`,
    { schema: { params: PortalId, querystring: Force } },
    async ({ params, query }, reply) => {
      const row = await classicPortalOf(model, params.portalId)
      if (query.force !== 'true') await refuseInhabited(model, row)
      await removePortal(context, row)
      return reply.code(204).send()
    },
  )
}

const defaults = {
  description: null,
  is_public: false,
  rbac_enabled: false,
  auto_approve_applications: false,
  auto_approve_developers: false,
  custom_domain: null,
  custom_client_domain: null,
  labels: {},
}

/** The index has portals of this version alone. */
const classicPortalsOf = (model: Model) => rowsOf(model.portals, 'version', 'v2') as RowSource<ClassicPortal>

/** @throws Problem 400 for `force` while developers, or versions that take registrations, are in the portal (`konnect.md` 4.1) */
async function refuseInhabited(model: Model, { id }: ClassicPortal): Promise<void> {
  const developers = await model.developers.countBy('portal', id)
  const publications = await model.publications.listBy('portal', id)
  const open = publications.filter((publication) => publication.application_registration_enabled)
  if (developers + open.length === 0) return
  const users = `${developers} developers and ${open.length} product versions; or send ?force=true`
  throw invalidParameters([{ ...required('force'), source: 'query' }], inUse('portal', users))
}
