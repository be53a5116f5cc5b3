import type { FastifyReply } from 'fastify'
import type { Model } from '../model/model.ts'
import type { Appearance } from '../model/portal-settings.ts'

/** How a classic portal looks, whenever it was set. */
export type Look = Omit<Appearance, 'id' | 'created_at' | 'updated_at'>

/** What a portal looks like before anybody changed it. */
export const defaultLook: Look = {
  theme_name: 'mint_rocket',
  custom_theme: null,
  custom_fonts: null,
  use_custom_fonts: false,
  text: null,
  images: null,
}

/** How a classic portal looks: what was set, and the defaults for the rest. */
export const appearanceOf = async (model: Model, portalId: string): Promise<Look> =>
  (await model.appearances.find(portalId)) ?? defaultLook

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
