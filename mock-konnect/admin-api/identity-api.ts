import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AdminOptions } from '../context.ts'
import { bearerAuth } from './bearer-auth.ts'

/** Kong Identity's admin API. */
export const identityApi: FastifyPluginAsyncTypebox<AdminOptions> = async (app, { context, tokens }) => {
  bearerAuth(app, { context, tokens })
}
