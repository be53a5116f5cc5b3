import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Balancers } from '../balancing/balancers.ts'
import type { Configuration } from '../configuration/configuration.ts'

/** Whose targets are shown and set. */
export interface UpstreamRoutesOptions {
  configuration: Configuration
  balancers: () => Promise<Balancers>
}

const Params = Type.Object({
  upstream: Type.String(),
  target: Type.String(),
  health: Type.Enum(['healthy', 'unhealthy']),
})

/**
 * The health of upstreams' targets as this node sees it, as Kong's own admin API tells and sets it; a data plane of Konnect has no such
 * API, but tests want to see. Upstreams are found by id or name, targets by their address.
 */
export const upstreamRoutes: FastifyPluginAsyncTypebox<UpstreamRoutesOptions> = async (
  app,
  { configuration, balancers },
) => {
  const find = async (key: string) => {
    const all = [...(await balancers()).all(configuration.current()).values()]
    return all.find(({ upstream: { id, name } }) => id === key || name === key)
  }

  app.get(
    '/upstreams/:upstream/health',
    { schema: { params: Type.Pick(Params, ['upstream']) } },
    async ({ params }, reply) => {
      const balancer = await find(params.upstream)
      if (!balancer) return reply.code(404).send({ message: 'Not found' })
      const data = balancer.peers.map(({ target, weight, health }) => ({
        ...{ target, weight, health: health.isUp ? 'HEALTHY' : 'UNHEALTHY' },
      }))
      return { total: data.length, data }
    },
  )

  app.put('/upstreams/:upstream/targets/:target/:health', { schema: { params: Params } }, async ({ params }, reply) => {
    const peer = (await find(params.upstream))?.peers.find(({ target }) => target === params.target)
    if (!peer) return reply.code(404).send({ message: 'Not found' })
    peer.health.set(params.health === 'healthy')
    return reply.code(204).send()
  })
}
