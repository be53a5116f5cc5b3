import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import { specificationFacts } from '../../content/api-specification.ts'
import type { KonnectContext } from '../../context.ts'
import { invalidParameters, required } from '../../errors.ts'
import { found } from '../../found.ts'
import { text } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { times } from '../../lists/sorting.ts'
import { newEntity } from '../../model/new-entity.ts'
import type { ApiVersion } from '../../model/specification.ts'
import { ApiId } from '../apis/schema.ts'
import { stored } from '../stored.ts'
import { ApiVersionChanges, ApiVersionId, Force, NewApiVersion, ShownApiVersion, VersionSummary } from './schema.ts'

const listing: Listing<ApiVersion> = {
  sort: { ...times, version: (row) => row.version },
  filter: { type: text((row) => row.spec?.type), version: text((row) => row.version) },
}
const taken = { version: 'API already has the given version' }

/** Versions of an API, each with its specification (`konnect.md` 7). */
export function apiVersions(app: App, context: KonnectContext): void {
  const path = '/v3/apis/:apiId/versions'
  const { model, clock, behaviour } = context
  const find = async ({ apiId, versionId }: { apiId: string; versionId: string }) => {
    const api = found(await model.apis.find(apiId), 'API', apiId)
    const row = await model.apiVersions.find(versionId)
    return found(row?.api_id === api.id ? row : undefined, 'version of this API', versionId)
  }

  const create = { schema: { params: ApiId, body: NewApiVersion, response: { 201: ShownApiVersion } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: api_id } = found(await model.apis.find(params.apiId), 'API', params.apiId)
    const { spec, stated } = specOf(body.spec.content)
    const version = body.version ?? stated
    if (version === undefined) throw invalidParameters([required('version')])
    const row: ApiVersion = { ...newEntity(context, 'api-version'), api_id, version, spec }
    await stored(model.apiVersions.insert(row), taken)
    return reply.code(201).send(shown(row))
  })

  const list = { schema: { params: ApiId, response: { 200: pageOf(VersionSummary) } } }
  app.get(path, list, async ({ params, query }) => {
    const { id } = found(await model.apis.find(params.apiId), 'API', params.apiId)
    const rows = await model.apiVersions.listBy('api', id)
    return listPage(rows, query, { listing, limits: behaviour.current, view: shown })
  })

  const one = { schema: { params: ApiVersionId, response: { 200: ShownApiVersion } } }
  app.get(`${path}/:versionId`, one, async ({ params }) => shown(await find(params)))

  const update = { schema: { ...one.schema, body: ApiVersionChanges, querystring: Force } }
  app.patch(`${path}/:versionId`, update, async ({ params, body }) => {
    const row = await find(params)
    const { version = row.version, spec: sent } = body
    const spec = sent?.content === undefined ? row.spec : specOf(sent.content).spec
    const changed: ApiVersion = { ...row, version, spec, updated_at: isoTime(clock) }
    await stored(model.apiVersions.replace(changed), taken)
    return shown(changed)
  })

  app.delete(`${path}/:versionId`, { schema: { params: ApiVersionId } }, async ({ params }, reply) => {
    await model.apiVersions.remove((await find(params)).id)
    return reply.code(204).send()
  })
}

/** What was sent as a specification, and the version it states. @throws Problem 400 when it is none */
function specOf(content: string | undefined): { spec: ApiVersion['spec']; stated: string | undefined } {
  if (content === undefined) return { spec: null, stated: undefined }
  const { type, version } = specificationFacts(content, 'spec.content')
  return { spec: { content, type }, stated: version }
}

const shown = ({ spec, ...row }: ApiVersion) => ({
  ...row,
  ...(spec && { spec: { ...spec, validation_messages: [] } }),
})
