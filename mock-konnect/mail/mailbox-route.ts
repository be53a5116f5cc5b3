import type { FastifyPluginAsync } from 'fastify'
import { guardLevers } from '../../kit/lever-access.ts'
import type { KonnectContext } from '../context.ts'

/** The mails that developers would have got, tokens and all: `?to=` one address. */
export const mailbox: FastifyPluginAsync<{ context: KonnectContext }> = async (app, { context }) => {
  guardLevers(app, context.controlToken)
  app.get<{ Querystring: { to?: string } }>('/mailbox', async ({ query }) => ({
    mails: await context.mailbox.list(query.to),
  }))
}
