import cookie from '@fastify/cookie'
import type { FastifyPluginAsync } from 'fastify'
import { accounts, me } from './account-routes.ts'
import { apis } from './api-routes.ts'
import { applications } from './application-routes.ts'
import { portalContext } from './context-routes.ts'
import { credentials } from './credential-routes.ts'
import { grantedScopes } from './granted-scopes.ts'
import { products } from './product-routes.ts'
import { registrations } from './registration-routes.ts'
import { pickableStrategies } from './strategies.ts'
import { developersOnly, type PortalOptions } from './visits.ts'

/** What a developer's browser calls, on the portal's host: `/api/v2` of classic portals, `/api/v3` of current ones (`konnect.md` 9). */
export const portalApi: FastifyPluginAsync<PortalOptions> = async (app, options) => {
  app.register(cookie)
  const prefix = `/api/${options.version}`
  app.register(forEverybody, { prefix, ...options })
  app.register(forDevelopers, { prefix, ...options })
}

/** What needs no session, and the ways to one. */
const forEverybody: FastifyPluginAsync<PortalOptions> = async (app, { context, version }) => {
  const options = { context, version }
  await portalContext(app, options)
  await accounts(app, options)
  await (version === 'v2' ? products : apis)(app, options)
}

/** What belongs to the developer who is signed in. The parts share one scope: a scope each would cost the start more. */
const forDevelopers: FastifyPluginAsync<PortalOptions> = async (app, { context, version }) => {
  const options = { context, version, visitOf: developersOnly(app, { context, version }) }
  await me(app, options)
  await pickableStrategies(app, options)
  await applications(app, options)
  await credentials(app, options)
  await registrations(app, options)
  await grantedScopes(app, options)
}
