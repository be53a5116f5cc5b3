import type { FastifyReply } from 'fastify'
import { isoTime } from '../../../kit/clock.ts'
import type { App } from '../../../kit/mock-server.ts'
import type { KonnectContext } from '../../context.ts'
import type { Model } from '../../model/model.ts'
import type { Appearance } from '../../model/portal-settings.ts'
import { classicPortalOf } from '../found.ts'
import { given, newEntity } from '../new-entity.ts'
import { PortalId } from '../portals/schema.ts'
import { AppearanceBody, ShownAppearance } from './appearance-schema.ts'

type Look = Omit<Appearance, 'id' | 'created_at' | 'updated_at'>

const defaults: Look = {
  theme_name: 'mint_rocket',
  custom_theme: null,
  custom_fonts: null,
  use_custom_fonts: false,
  text: null,
  images: null,
}

/** How a classic portal looks: what was set, and the defaults for the rest. */
export const appearanceOf = async (model: Model, portalId: string): Promise<Look> =>
  (await model.appearances.find(portalId)) ?? defaults

/** How a classic portal looks; clients fetch it when they start. */
export function appearance(app: App, context: KonnectContext): void {
  const path = '/v2/portals/:portalId/appearance'
  const { model, clock } = context

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
    const row: Appearance = { ...entity, ...defaults, ...before, ...changes, id, updated_at: isoTime(clock) }
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

/** One transparent pixel: what a portal shows whose picture was never set. */
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** Answers with a picture of the portal. */
export function sendImage(reply: FastifyReply, { images }: Look, name: 'logo' | 'catalog_cover'): FastifyReply {
  const [, type = 'png', data = ''] =
    /^data:image\/([^;,]+)(?:;base64)?,(.*)$/.exec(images?.[name]?.data ?? pixel) ?? []
  // The description says image/jpg, which browsers take as well.
  return reply.type(`image/${type === 'jpeg' ? 'jpg' : type}`).send(Buffer.from(data, 'base64'))
}
