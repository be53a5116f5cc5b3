import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type, { type Static } from 'typebox'
import { found } from '../found.ts'
import { date, text, uuid } from '../lists/filters.ts'
import { type Listing, listPage } from '../lists/listing.ts'
import { pageOf } from '../lists/page-schema.ts'
import { times } from '../lists/sorting.ts'
import type { Api } from '../model/api.ts'
import { currentVersion } from '../model/current-version.ts'
import { subjectKey } from '../model/document.ts'
import type { Model } from '../model/model.ts'
import { strategyInPortal } from '../model/portal-strategy.ts'
import type { Publication } from '../model/publication.ts'
import { publicationOf } from '../model/publication-of.ts'
import { strategyProvider } from '../model/strategy-provider.ts'
import { orNull } from '../problems/common-schemas.ts'
import { ShownStrategy } from './strategies.ts'
import { type OpenVisit, openVisit, type PortalOptions } from './visits.ts'

/** An API as a portal shows it (`konnect.md` 9.7). */
const ShownApi = Type.Object({
  id: Type.String(),
  name: Type.String(),
  version: orNull(Type.String()),
  description: orNull(Type.String()),
  slug: Type.String(),
  visibility: Type.String(),
  auth_strategies: Type.Array(ShownStrategy),
  specifications: Type.Array(Type.Object({ id: Type.String(), type: Type.String() })),
  current_version_summary: orNull(Type.Object({ id: Type.String(), spec: Type.Object({ type: Type.String() }) })),
  attributes: Type.Record(Type.String(), Type.Array(Type.String())),
  created_at: Type.String(),
  updated_at: Type.String(),
})

export type OfferedApi = Api & { publication: Publication }
const listing: Listing<OfferedApi> = {
  sort: { ...times, name: (row) => row.name, version: (row) => row.version },
  filter: {
    id: uuid((row) => row.id),
    name: text((row) => row.name),
    version: text((row) => row.version),
    description: text((row) => row.description),
    created_at: date((row) => row.created_at),
    updated_at: date((row) => row.updated_at),
  },
  maps: { attributes: (key) => text((row) => row.attributes[key]) },
}

/** What a current portal offers: the APIs that are published there, to strangers only the public ones (`konnect.md` 7, 9.7). */
export const apis: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const { model, behaviour } = context
  const view = (row: OfferedApi) => shownApi(model, row)

  app.get('/apis', { schema: { response: { 200: pageOf(ShownApi) } } }, async (request) => {
    const visit = await openVisit({ context, version }, request)
    return listPage(await offeredApis(model, visit), request.query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: Type.Object({ apiIdOrSlug: Type.String() }), response: { 200: ShownApi } } }
  app.get('/apis/:apiIdOrSlug', one, async (request) => {
    const visit = await openVisit({ context, version }, request)
    return view(await offeredApi(model, visit, request.params.apiIdOrSlug))
  })
}

/** The API of this id or slug, when it is published in this portal and may be seen. @throws Problem 404 */
export async function offeredApi(model: Model, visit: OpenVisit, apiIdOrSlug: string): Promise<OfferedApi> {
  const [bySlug] = await model.apis.listBy('slug', apiIdOrSlug)
  const api = (await model.apis.find(apiIdOrSlug)) ?? bySlug
  const publication = api && (await publicationOf(model, visit.portal.id, { type: 'api', id: api.id }))
  return found(publication && (await offer(model, publication, visit)), 'API in this portal', apiIdOrSlug)
}

/** Every API that this portal publishes and that may be seen. */
export async function offeredApis(model: Model, visit: OpenVisit): Promise<OfferedApi[]> {
  const publications = await model.publications.listBy('portal', visit.portal.id)
  const rows = await Promise.all(publications.map((publication) => offer(model, publication, visit)))
  return rows.filter((row) => row !== undefined)
}

async function offer(
  model: Model,
  publication: Publication,
  { developer }: OpenVisit,
): Promise<OfferedApi | undefined> {
  const mayBeSeen = developer !== undefined || publication.visibility === 'public'
  const api = mayBeSeen ? await model.apis.find(publication.offer.id) : undefined
  return api && { ...api, publication }
}

async function shownApi(
  model: Model,
  { publication, labels: _, ...api }: OfferedApi,
): Promise<Static<typeof ShownApi>> {
  const { auth_strategy_id, visibility } = publication
  const strategy = auth_strategy_id === null ? undefined : await model.authStrategies.find(auth_strategy_id)
  const provider = await strategyProvider(model, strategy)
  const specifications = await model.specifications.listBy('subject', subjectKey({ type: 'api', id: api.id }))
  const current = await currentVersion(model, api)
  const attributes = Object.entries(api.attributes).map(([name, values]) => [name, [...values]])
  return {
    ...api,
    visibility,
    auth_strategies: strategy ? [strategyInPortal(strategy, provider)] : [],
    specifications: specifications.map(({ id, type }) => ({ id, type })),
    current_version_summary: current?.spec ? { id: current.id, spec: { type: current.spec.type } } : null,
    attributes: Object.fromEntries(attributes),
  }
}
