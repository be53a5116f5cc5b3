import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import { specificationFacts } from '../../content/api-specification.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { text } from '../../lists/filters.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { subjectKey } from '../../model/document.ts'
import { newEntity } from '../../model/new-entity.ts'
import type { Specification } from '../../model/specification.ts'
import { ApiId } from '../apis/schema.ts'
import { stored } from '../stored.ts'
import {
  NewSpecification,
  ShownSpecification,
  SpecificationChanges,
  SpecificationId,
  SpecificationSummary,
} from './schema.ts'

const listing: Listing<Specification> = { sort: {}, filter: { type: text((row) => row.type) } }
const onlyOne = { subject: 'API already has a specification' }

/** The one specification of an API (`konnect.md` 7): the older form of its versions. */
export function apiSpecifications(app: App, context: KonnectContext): void {
  const path = '/v3/apis/:apiId/specifications'
  const { model, clock, behaviour } = context
  const subjectOf = async (apiId: string) => ({
    type: 'api' as const,
    id: found(await model.apis.find(apiId), 'API', apiId).id,
  })
  const find = async ({ apiId, specId }: { apiId: string; specId: string }) => {
    const subject = await subjectOf(apiId)
    const row = await model.specifications.find(specId)
    return found(row && subjectKey(row.subject) === subjectKey(subject) ? row : undefined, 'specification', specId)
  }

  const create = { schema: { params: ApiId, body: NewSpecification, response: { 201: ShownSpecification } } }
  app.post(path, create, async ({ params, body }, reply) => {
    const subject = await subjectOf(params.apiId)
    const type = body.type ?? specificationFacts(body.content).type
    const row: Specification = { ...newEntity(context, 'spec'), subject, name: null, content: body.content, type }
    await stored(model.specifications.insert(row), onlyOne)
    return reply.code(201).send(shown(row))
  })

  const list = { schema: { params: ApiId, response: { 200: pageOf(SpecificationSummary) } } }
  app.get(path, list, async ({ params, query }) => {
    const rows = await model.specifications.listBy('subject', subjectKey(await subjectOf(params.apiId)))
    return listPage(rows, query, { listing, limits: behaviour.current, view: (row) => row })
  })

  const one = { schema: { params: SpecificationId, response: { 200: ShownSpecification } } }
  app.get(`${path}/:specId`, one, async ({ params }) => shown(await find(params)))

  const update = { schema: { ...one.schema, body: SpecificationChanges } }
  app.patch(`${path}/:specId`, update, async ({ params, body }) => {
    const row = await find(params)
    const { content = row.content } = body
    const type = body.type ?? (body.content === undefined ? row.type : specificationFacts(content).type)
    const changed: Specification = { ...row, content, type, updated_at: isoTime(clock) }
    await model.specifications.replace(changed)
    return shown(changed)
  })

  app.delete(`${path}/:specId`, { schema: { params: SpecificationId } }, async ({ params }, reply) => {
    await model.specifications.remove((await find(params)).id)
    return reply.code(204).send()
  })
}

/** Specifications are not validated beyond what they are, so there never is a message. */
const shown = (row: Specification) => ({ ...row, validation_messages: [] })
