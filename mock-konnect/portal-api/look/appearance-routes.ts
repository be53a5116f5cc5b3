import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { appearanceOf, sendImage } from '../../content/portal-appearance.ts'
import type { PortalOptions } from '../visits.ts'
import { portalAt } from '../which-portal.ts'

/** How a classic portal looks, for its pages (`konnect.md` 9.1). Nobody needs to sign in for it. */
export const portalAppearance: FastifyPluginAsyncTypebox<PortalOptions> = async (app, { context, version }) => {
  const lookOf = async (host: string) => appearanceOf(context.model, (await portalAt(context, version, host)).id)

  app.get('/portal/appearance', async ({ hostname }) => {
    const { text } = await lookOf(hostname)
    const { primary_header = '', welcome_message = '' } = text?.catalog ?? {}
    const catalog = {
      logo: { url: `/api/${version}/portal/logo` },
      cover: { url: `/api/${version}/portal/catalog-cover` },
      primary_header: { text: primary_header },
      welcome_message: { text: welcome_message },
    }
    return { variables: { catalog }, stylesheets: { global: { main: { data: {} } } } }
  })

  app.get('/portal/logo', async ({ hostname }, reply) => sendImage(reply, await lookOf(hostname), 'logo'))
  app.get('/portal/catalog-cover', async ({ hostname }, reply) =>
    sendImage(reply, await lookOf(hostname), 'catalog_cover'),
  )
}
