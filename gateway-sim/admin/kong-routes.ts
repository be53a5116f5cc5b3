import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Strategies } from '../auth/strategies.ts'
import type { Configuration } from '../configuration/configuration.ts'

/** What the routes report and empty. */
export interface KongRoutesOptions {
  configuration: Configuration
  strategies: Strategies
}

/** What the data plane's own status and admin APIs offer, as far as it is needed: the hash of what is applied, and its caches. */
export const kongRoutes: FastifyPluginAsyncTypebox<KongRoutesOptions> = async (app, { configuration, strategies }) => {
  app.get('/status', async () => ({
    configuration_hash: configuration.applied.hash,
    database: { reachable: true },
  }))

  app.get('/status/ready', async (_request, reply) => {
    if (configuration.loaded) return { message: 'ready' }
    return reply.code(503).send({ message: 'no configuration available (empty configuration present)' })
  })

  app.delete('/cache', async (_request, reply) => {
    strategies.forgetTokens()
    return reply.code(204).send()
  })

  app.delete('/openid-connect/issuers', async (_request, reply) => {
    strategies.forgetIssuers()
    return reply.code(204).send()
  })
}
