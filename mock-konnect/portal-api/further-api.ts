import cookie from '@fastify/cookie'
import type { FastifyPluginAsync } from 'fastify'
import { badRequest } from '../errors.ts'
import { apiContent } from './content/api-content.ts'
import { offerRoutes } from './content/offer-routes.ts'
import { productContent } from './content/product-content.ts'
import { portalSearch, productSearch } from './insight/search-routes.ts'
import { stats } from './insight/stats-routes.ts'
import { ownTeams } from './insight/team-routes.ts'
import { portalAppearance } from './look/appearance-routes.ts'
import { noSingleSignOn } from './reasons.ts'
import { developersOnly, type PortalOptions } from './visits.ts'

/** What a developer's browser calls besides the flow of DCR: made with the first request for any of it. */
export const furtherPortalApi: FastifyPluginAsync<PortalOptions> = async (app, options) => {
  app.register(cookie)
  const prefix = `/api/${options.version}`
  app.register(forEverybody, { prefix, ...options })
  app.register(forDevelopers, { prefix, ...options })
}

const forEverybody: FastifyPluginAsync<PortalOptions> = async (app, { context, version }) => {
  const options = { context, version }
  app.get('/developer/authenticate/sso', async () => {
    throw badRequest('Single sign-on is not enabled for this portal', noSingleSignOn())
  })
  if (version === 'v2') await portalAppearance(app, options)
  await (version === 'v2' ? productContent : apiContent)(app, options)
  await (version === 'v2' ? productSearch : portalSearch)(app, options)
}

const forDevelopers: FastifyPluginAsync<PortalOptions> = async (app, { context, version }) => {
  const options = { context, version, visitOf: developersOnly(app, { context, version }) }
  await offerRoutes(app, options)
  await stats(app, options)
  if (version === 'v3') await ownTeams(app, options)
}
