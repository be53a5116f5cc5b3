import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { restconfPath } from './datastores.ts'

/** RFC 8040 §3.1: where the API is. Open to everybody. */
export const hostMeta: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/.well-known/host-meta', async (_request, reply) =>
    reply
      .type('application/xrd+xml')
      .send(
        `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="restconf" href="${restconfPath}"/></XRD>`,
      ),
  )
}
