import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { bearerAuth } from '../bearer-auth.ts'
import type { AdminOptions } from '../context.ts'
import { authServerClients } from './auth-servers/client-routes.ts'
import { authServerClaims, authServerScopes } from './auth-servers/scope-routes.ts'
import { authServerSecrets } from './auth-servers/secret-routes.ts'
import { authServers } from './auth-servers/server-routes.ts'

/** What an operator sets at Kong Identity (`/v1`); what its authorization servers answer to clients is in `identity/`. */
export const identityApi: FastifyPluginAsyncTypebox<AdminOptions> = async (app, { context, tokens }) => {
  bearerAuth(app, { context, tokens })
  authServers(app, context)
  authServerClients(app, context)
  authServerSecrets(app, context)
  authServerScopes(app, context)
  authServerClaims(app, context)
}
