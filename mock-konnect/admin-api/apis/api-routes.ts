import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { rowsOf } from '../../lists/rows.ts'
import type { Api } from '../../model/api.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import { removeOffer } from '../api-products/removal.ts'
import { removePages, removeSpecification } from '../documents/pages.ts'
import { mergeLabels } from '../merge-labels.ts'
import { stored } from '../stored.ts'
import { apiListing } from './listing.ts'
import { insertedOnce } from './rules.ts'
import { ApiChanges, ApiId, NewApi, ShownApi } from './schema.ts'
import { slugOf } from './slug.ts'
import { shownApi } from './views.ts'

const unique = {
  slug: 'An API with the given slug already exists',
  name_and_version: 'An API with the given name and version already exists',
}

/** APIs of the current view (`konnect.md` 7). */
export function apis(app: App, context: KonnectContext): void {
  const path = '/v3/apis'
  const { model, clock, behaviour } = context
  const find = async (id: string) => found(await model.apis.find(id), 'API', id)
  const view = (row: Api) => shownApi(model, row)

  const create = { schema: { body: NewApi, response: { 201: ShownApi } } }
  app.post(path, create, async ({ body }, reply) => {
    const { name, version = null, description = null, labels = {} } = body
    const slug = body.slug ?? slugOf(name, version)
    const attributes = mergeAttributes({}, body.attributes)
    const row: Api = { ...newEntity(context, 'api'), name, version, description, slug, labels, attributes }
    const spec = body.spec_content === undefined ? undefined : await firstSpec(body.spec_content)
    await insertedOnce(model.apis.insert(row))
    if (spec) {
      const { content, facts } = spec
      const made = { version: version ?? facts.version ?? '1', spec: { content, type: facts.type } }
      await model.apiVersions.insert({ ...newEntity(context, 'api-version'), api_id: row.id, ...made })
    }
    return reply.code(201).send(await view(row))
  })

  app.get(path, { schema: { response: { 200: pageOf(ShownApi) } } }, async ({ query }) => {
    const listing = apiListing(() => model.apiImplementations.all())
    return listPage(rowsOf(model.apis), query, { listing, limits: behaviour.current, view })
  })

  const one = { schema: { params: ApiId, response: { 200: ShownApi } } }
  app.get(`${path}/:apiId`, one, async ({ params }) => view(await find(params.apiId)))

  const update = { schema: { ...one.schema, body: ApiChanges } }
  app.patch(`${path}/:apiId`, update, async ({ params, body }) => {
    const row = await find(params.apiId)
    const { slug, labels, attributes, ...members } = body
    const changed: Api = {
      ...row,
      ...given({ ...members, slug: slug ?? undefined }),
      labels: mergeLabels(row.labels, labels),
      attributes: mergeAttributes(row.attributes, attributes),
      updated_at: isoTime(clock),
    }
    await stored(model.apis.replace(changed), unique)
    return view(changed)
  })

  app.delete(`${path}/:apiId`, { schema: { params: ApiId } }, async ({ params }, reply) => {
    const { id } = await find(params.apiId)
    await removeOffer(model, { type: 'api', id })
    for (const row of await model.apiImplementations.listBy('api', id)) await model.apiImplementations.remove(row.id)
    await removePages(model, { type: 'api', id })
    for (const row of await model.apiVersions.listBy('api', id)) await model.apiVersions.remove(row.id)
    await removeSpecification(model, { type: 'api', id })
    await model.apis.remove(id)
    return reply.code(204).send()
  })
}

/** The first version of an API, sent with it. The reader of specifications is loaded for it. @throws Problem 400 */
async function firstSpec(content: string) {
  const { specificationFacts } = await import('../../content/api-specification.ts')
  return { content, facts: specificationFacts(content, 'spec_content') }
}

/** Attributes after an update: null removes a key. */
function mergeAttributes(
  attributes: Api['attributes'],
  changes: Readonly<Record<string, readonly string[] | null>> = {},
): Api['attributes'] {
  const merged = Object.entries({ ...attributes, ...changes })
  return Object.fromEntries(merged.filter((entry): entry is [string, readonly string[]] => entry[1] !== null))
}
