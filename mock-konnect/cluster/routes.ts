import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { guardLevers } from '../../kit/lever-access.ts'
import { bearerAuth } from '../bearer-auth.ts'
import type { AdminOptions, KonnectContext } from '../context.ts'
import { found } from '../found.ts'
import type { ControlPlane } from '../model/control-plane.ts'
import { answerListener } from './listener.ts'

const WhichControlPlane = Type.Object({ control_plane: Type.String({ default: 'default' }) })
const WhichOrDefault = Type.Partial(WhichControlPlane)

/** What data planes connect to: a control plane's configuration as a stream of lines. Ours, not the vendor's. */
export const cluster: FastifyPluginAsyncTypebox<AdminOptions> = async (app, { context, tokens }) => {
  app.register(stream, { prefix: '/_cluster/v1', context, tokens })
  app.register(lever, { prefix: '/_mock', context })
}

const stream: FastifyPluginAsyncTypebox<AdminOptions> = async (app, { context, tokens }) => {
  bearerAuth(app, { context, tokens })
  app.get('/configuration', { schema: { querystring: WhichControlPlane } }, async (request, reply) => {
    const controlPlane = await controlPlaneBy(context, request.query.control_plane)
    const { raw } = reply.hijack()
    raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    try {
      const leave = await context.feed.listen(controlPlane, answerListener(raw))
      raw.once('close', leave)
      if (raw.destroyed) leave()
    } catch (error) {
      request.log.error(error)
      raw.destroy()
    }
  })
}

const lever: FastifyPluginAsyncTypebox<{ context: KonnectContext }> = async (app, { context }) => {
  const { feed, controlToken } = context
  guardLevers(app, controlToken)
  app.get('/configuration', { schema: { querystring: WhichOrDefault } }, async ({ query }) => {
    const { id } = await controlPlaneBy(context, query.control_plane ?? 'default')
    const { version, hash } = await feed.position(id)
    return { version, hash, data_planes: feed.listeners(id) }
  })
}

/** The control plane with this id or name. @throws Problem 404 */
async function controlPlaneBy({ model }: KonnectContext, idOrName: string): Promise<ControlPlane> {
  const [named] = await model.controlPlanes.listBy('name', idOrName)
  return found((await model.controlPlanes.find(idOrName)) ?? named, 'control plane', idOrName)
}
