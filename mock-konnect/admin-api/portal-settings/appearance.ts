import type { App } from '../../../kit/mock-server.ts'
import { appearanceOf, defaultLook, type Look, sendImage } from '../../content/portal-appearance.ts'
import type { KonnectContext } from '../../context.ts'
import { classicPortalOf } from '../../found.ts'
import { given, newEntity } from '../../model/new-entity.ts'
import type { Appearance } from '../../model/portal-settings.ts'
import { PortalId } from '../portals/schema.ts'
import { AppearanceBody, ShownAppearance } from './appearance-schema.ts'

/** How a classic portal looks; clients fetch it when they start. */
export function appearance(app: App, context: KonnectContext): void {
  const path = '/v2/portals/:portalId/appearance'
  const { model } = context

  app.get(path, { schema: { params: PortalId, response: { 200: ShownAppearance } } }, async ({ params }) => {
    const { id } = await classicPortalOf(model, params.portalId)
    return appearanceOf(model, id)
  })

  const update = { schema: { params: PortalId, body: AppearanceBody, response: { 200: ShownAppearance } } }
  app.patch(path, update, async ({ params, body }) => {
    const { id } = await classicPortalOf(model, params.portalId)
    const before = await model.appearances.find(id)
    const entity = newEntity(context, 'appearance')
    // The schema has looked into every member; rows keep pictures and themes as they were sent.
    const changes = given(body) as Partial<Look>
    const row: Appearance = { ...entity, ...defaultLook, ...before, ...changes, id, updated_at: entity.updated_at }
    await (before ? model.appearances.replace(row) : model.appearances.insert(row))
    return row
  })

  for (const [name, image] of [
    ['logo', 'logo'],
    ['catalog-cover', 'catalog_cover'],
  ] as const) {
    app.get(`${path}/${name}`, { schema: { params: PortalId } }, async ({ params }, reply) => {
      const { id } = await classicPortalOf(model, params.portalId)
      return sendImage(reply, await appearanceOf(model, id), image)
    })
  }
}
