import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { parsedSpecification } from '../../content/api-specification.ts'
import { treeOf } from '../../content/document-tree.ts'
import { found } from '../../found.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { type Document, subjectKey } from '../../model/document.ts'
import { publishedPages } from '../../model/published-pages.ts'
import type { ApiVersion, Specification } from '../../model/specification.ts'
import { offeredApi } from '../api-routes.ts'
import { openVisit, type PortalOptions } from '../visits.ts'
import { answerPage } from './answer-page.ts'
import { PageTree, ShownSpec, ShownVersionSpec, SpecSummary } from './schema.ts'

const ApiId = Type.Object({ apiIdOrSlug: Type.String() })
const PageId = Type.Object({ apiIdOrSlug: Type.String(), documentIdOrSlug: Type.String() })
const SpecId = Type.Object({ apiIdOrSlug: Type.String(), specId: Type.String() })
const VersionId = Type.Object({ apiIdOrSlug: Type.String(), versionId: Type.String() })
const specifications: Listing<Specification> = { sort: {}, filter: {} }
const versions: Listing<ApiVersion> = { sort: {}, filter: {} }

/** What a current portal shows of an API: its published pages, its versions and specifications (`konnect.md` 9.7). */
export const apiContent: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const { model, behaviour } = context
  const path = '/apis/:apiIdOrSlug'
  const apiOf = async (request: Parameters<typeof openVisit>[1], apiIdOrSlug: string) =>
    offeredApi(model, await openVisit({ context, version }, request), apiIdOrSlug)
  const published = async ({ id }: { id: string }) => publishedPages(model, { type: 'api', id })
  const specsOf = ({ id }: { id: string }) => model.specifications.listBy('subject', subjectKey({ type: 'api', id }))

  app.get(`${path}/documents`, { schema: { params: ApiId, response: { 200: PageTree } } }, async (request) => {
    const summary = ({ subject: _, content: __, status: ___, metadata: ____, ...row }: Document) => row
    return { data: treeOf(await published(await apiOf(request, request.params.apiIdOrSlug)), summary) }
  })

  app.get(`${path}/documents/:documentIdOrSlug`, { schema: { params: PageId } }, async (request, reply) => {
    const { apiIdOrSlug, documentIdOrSlug: key } = request.params
    const rows = await published(await apiOf(request, apiIdOrSlug))
    return answerPage(
      request,
      reply,
      found(
        rows.find(({ id, slug }) => id === key || slug === key),
        'document',
        key,
      ),
    )
  })

  const listOfSpecs = { schema: { params: ApiId, response: { 200: pageOf(SpecSummary) } } }
  app.get(`${path}/specifications`, listOfSpecs, async (request) => {
    const rows = await specsOf(await apiOf(request, request.params.apiIdOrSlug))
    const view = ({ id, type: api_type }: Specification) => ({ id, api_type })
    return listPage(rows, request.query, { listing: specifications, limits: behaviour.current, view })
  })

  const specOf = async (
    request: Parameters<typeof openVisit>[1],
    { apiIdOrSlug = '', specId = '' }: Record<string, string>,
  ) => {
    const rows = await specsOf(await apiOf(request, apiIdOrSlug))
    return found(
      rows.find(({ id }) => id === specId),
      'specification',
      specId,
    )
  }
  const spec = { schema: { params: SpecId, response: { 200: ShownSpec } } }
  app.get(`${path}/specifications/:specId`, spec, async (request) => {
    const { type: api_type, content } = await specOf(request, request.params)
    return { api_type, content }
  })

  app.get(`${path}/specifications/:specId/raw`, { schema: { params: SpecId } }, async (request, reply) => {
    const { content } = await specOf(request, request.params)
    return reply.type('application/json').send(content)
  })

  const versionsOf = async (request: Parameters<typeof openVisit>[1], apiIdOrSlug: string) => {
    const rows = await model.apiVersions.listBy('api', (await apiOf(request, apiIdOrSlug)).id)
    return rows.filter(hasSpec)
  }
  const listOfVersions = { schema: { params: ApiId, response: { 200: pageOf(ShownVersionSpec) } } }
  app.get(`${path}/versions`, listOfVersions, async (request) => {
    const rows = await versionsOf(request, request.params.apiIdOrSlug)
    const view = ({ id, version, spec }: ApiVersion) => ({ id, version, spec: { type: spec?.type ?? '' } })
    return listPage(rows, request.query, { listing: versions, limits: behaviour.current, view })
  })

  const one = { schema: { params: VersionId, response: { 200: ShownVersionSpec } } }
  const find = (rows: WithSpec[], wanted: string) =>
    found(
      rows.find(({ id }) => id === wanted),
      'version of this API',
      wanted,
    )
  app.get(`${path}/versions/:versionId`, one, async (request) => {
    const { apiIdOrSlug, versionId } = request.params
    return find(await versionsOf(request, apiIdOrSlug), versionId)
  })

  app.get(`${path}/versions/:versionId/raw`, { schema: { params: VersionId } }, async (request, reply) => {
    const { apiIdOrSlug, versionId } = request.params
    const { spec } = find(await versionsOf(request, apiIdOrSlug), versionId)
    return reply.type('application/json').send(JSON.stringify(parsedSpecification(spec.content)))
  })
}

type WithSpec = ApiVersion & { spec: NonNullable<ApiVersion['spec']> }

/** Portals show a version once it has a specification. */
const hasSpec = (row: ApiVersion): row is WithSpec => row.spec !== null
