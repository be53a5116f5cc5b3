import Type from 'typebox'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import { specificationFacts } from '../../content/api-specification.ts'
import type { KonnectContext } from '../../context.ts'
import { found } from '../../found.ts'
import { type Listing, listPage } from '../../lists/listing.ts'
import { pageOf } from '../../lists/page-schema.ts'
import { subjectKey } from '../../model/document.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import type { Specification } from '../../model/specification.ts'
import { stored } from '../stored.ts'
import {
  NewVersionSpecification,
  ShownVersionSpecification,
  VersionSpecificationChanges,
  VersionSpecificationId,
} from './schema.ts'

const VersionId = Type.Object({ apiProductId: Type.String(), versionId: Type.String() })
const listing: Listing<Specification> = { sort: {}, filter: {} }
const onlyOne = { subject: 'API product version already has a specification' }

/** The one specification of a product version (`konnect.md` 6): sent as base64, shown as text. */
export function productVersionSpecifications(app: App, context: KonnectContext): void {
  const path = '/v2/api-products/:apiProductId/product-versions/:versionId/specifications'
  const { model, clock, behaviour } = context
  const subjectOf = async ({ apiProductId, versionId }: { apiProductId: string; versionId: string }) => {
    const row = await model.productVersions.find(versionId)
    const { id } = found(row?.api_product_id === apiProductId ? row : undefined, 'product version', versionId)
    return { type: 'product_version' as const, id }
  }
  const find = async (params: { apiProductId: string; versionId: string; specificationId: string }) => {
    const subject = await subjectOf(params)
    const row = await model.specifications.find(params.specificationId)
    const own = row && subjectKey(row.subject) === subjectKey(subject) ? row : undefined
    return found(own, 'specification', params.specificationId)
  }

  const create = {
    schema: { params: VersionId, body: NewVersionSpecification, response: { 201: ShownVersionSpecification } },
  }
  app.post(path, create, async ({ params, body: { name, content } }, reply) => {
    const subject = await subjectOf(params)
    const row: Specification = { ...newEntity(context, 'spec'), subject, name, ...decoded(content) }
    await stored(model.specifications.insert(row), onlyOne)
    return reply.code(201).send(shown(row))
  })

  const list = { schema: { params: VersionId, response: { 200: pageOf(ShownVersionSpecification) } } }
  app.get(path, list, async ({ params, query }) => {
    const rows = await model.specifications.listBy('subject', subjectKey(await subjectOf(params)))
    return listPage(rows, query, { listing, limits: behaviour.current, view: shown })
  })

  const one = { schema: { params: VersionSpecificationId, response: { 200: ShownVersionSpecification } } }
  app.get(`${path}/:specificationId`, one, async ({ params }) => shown(await find(params)))

  const update = { schema: { ...one.schema, body: VersionSpecificationChanges } }
  app.patch(`${path}/:specificationId`, update, async ({ params, body: { name, content } }) => {
    const row = await find(params)
    const written = content === undefined ? {} : decoded(content)
    const changed: Specification = { ...row, ...given({ name }), ...written, updated_at: isoTime(clock) }
    await model.specifications.replace(changed)
    return shown(changed)
  })

  app.delete(`${path}/:specificationId`, { schema: { params: VersionSpecificationId } }, async ({ params }, reply) => {
    await model.specifications.remove((await find(params)).id)
    return reply.code(204).send()
  })
}

function decoded(base64: string): Pick<Specification, 'content' | 'type'> {
  const content = Buffer.from(base64, 'base64').toString('utf8')
  return { content, type: specificationFacts(content).type }
}

const shown = (row: Specification) => ({ ...row, name: row.name ?? '' })
