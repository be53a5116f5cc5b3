import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { found } from '../../found.ts'
import { type FilterField, text, textOf } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import type { Application } from '../../model/application.ts'
import { type Offer, offerKey, type Publication } from '../../model/publication.ts'
import type { Registration } from '../../model/registration.ts'
import { orNull } from '../../problems/common-schemas.ts'
import { offeredApi } from '../api-routes.ts'
import { offer, productOf } from '../product-routes.ts'
import { ShownStrategy, shownStrategy } from '../strategies.ts'
import type { SignedInOptions } from '../visits.ts'
import { permissionsOf } from './permissions.ts'
import { Actions } from './schema.ts'

const Registered = Type.Object({
  ...{ id: Type.String(), name: Type.String(), registration_id: orNull(Type.String()) },
  ...{ registration_status: orNull(Type.String()), auth_strategy: Type.Optional(ShownStrategyWithout()) },
  ...{ created_at: Type.String(), updated_at: Type.String() },
})
const Unregistered = Type.Object({ unregistered: Type.Optional(Type.Enum(['true', 'false'])) })
type Row = Application & { registration: Registration | undefined }
const listingBy = (name: FilterField<Row>): Listing<Row> => ({
  sort: {},
  filter: {
    name,
    status: textOf(['eq'], (row) => row.registration?.status),
    auth_strategy_id: textOf(['eq'], (row) => row.auth_strategy_id),
  },
})
const nameOf = (row: Row) => row.name
const listings = { v2: listingBy(textOf(['eq', 'contains'], nameOf)), v3: listingBy(text(nameOf)) }

/** What a developer may do with an offer, and which applications are registered for it, or could be (`konnect.md` 9.6). */
export const offerRoutes: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { context, version, visitOf }) => {
  const { model, behaviour } = context
  const Params = Type.Object({ entity: Type.String() })
  const path = version === 'v2' ? '/products/:entity' : '/apis/:entity'

  app.get(`${path}/actions`, { schema: { params: Params, response: { 200: Actions } } }, async (request) => {
    const visit = visitOf(request)
    const { entity } = request.params
    const { id } =
      version === 'v2' ? await productOf(model, visit.portal, entity) : await offeredApi(model, visit, entity)
    return { actions: await permissionsOf(model, visit, id) }
  })

  const list = { response: { 200: pageOf(Registered) } }
  if (version === 'v3') {
    const schema = { ...list, params: Params, querystring: Unregistered }
    app.get(`${path}/applications`, { schema }, async (request) => {
      const { id, publication } = await offeredApi(model, visitOf(request), request.params.entity)
      return applicationsFor({ type: 'api', id }, publication, request)
    })
    return
  }
  const VersionParams = Type.Object({ entity: Type.String(), productVersionId: Type.String() })
  const schema = { ...list, params: VersionParams, querystring: Unregistered }
  app.get(`${path}/versions/:productVersionId/applications`, { schema }, async (request) => {
    const { portal } = visitOf(request)
    const { entity, productVersionId } = request.params
    const product = await productOf(model, portal, entity)
    const row = await model.productVersions.find(productVersionId)
    const mine = row?.api_product_id === product.id ? await offer(model, portal, row) : undefined
    const { id, publication } = found(mine, 'product version in this portal', productVersionId)
    return applicationsFor({ type: 'product_version', id }, publication, request)
  })

  async function applicationsFor(
    wanted: Offer,
    publication: Publication,
    request: Parameters<typeof visitOf>[0] & { query: { unregistered?: string } },
  ) {
    const applications = await model.applications.listBy('developer', visitOf(request).developer.id)
    const registrations = await model.registrations.listBy('offer', offerKey(wanted))
    const byApplication = new Map(registrations.map((row) => [row.application_id, row]))
    const rows = applications
      .map((row) => ({ ...row, registration: byApplication.get(row.id) }))
      .filter(({ registration, auth_strategy_id }) =>
        request.query.unregistered === 'true'
          ? !registration && auth_strategy_id === publication.auth_strategy_id
          : registration !== undefined,
      )
    return listPage(rows, withFilterNames(request.query), {
      listing: listings[version],
      limits: behaviour.current,
      view,
    })
  }

  async function view({ id, name, registration, auth_strategy_id, created_at, updated_at }: Row) {
    const strategy = await model.authStrategies.find(auth_strategy_id)
    return {
      ...{ id, name, registration_id: registration?.id ?? null, registration_status: registration?.status ?? null },
      ...(strategy && { auth_strategy: await shownStrategy(model, strategy) }),
      ...{ created_at, updated_at },
    }
  }
}

/** The description of `/api/v3` calls the filter of this list `applicationfilter`. */
const withFilterNames = (query: object): object =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name.replace(/^applicationfilter\[/, 'filter['), value]),
  )

/** A strategy as this list shows it: nothing of how many credentials there may be. */
function ShownStrategyWithout() {
  const { supports_multiple_credentials: _, ...members } = ShownStrategy.properties
  return Type.Object(members)
}
