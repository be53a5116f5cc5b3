import type { FastifyReply, FastifyRequest } from 'fastify'
import { routesOf } from './declared-routes.ts'
import type { App } from './mock-server.ts'

/** A part of a server that is made when the first request for it comes. */
export interface LazyPart {
  /** The part's routes, as faults name them. Makes the part. */
  routes(): Promise<readonly string[]>
}

/**
 * Mounts a part of a server under `paths` without making it: declaring a route costs a start a quarter of a millisecond, and most
 * runs use a few of the hundred and fifty. The first request for the part waits until it is made. The part is an application of its
 * own, with hooks of its own; of `app` it takes the connection alone.
 */
export function mountLazily(app: App, paths: readonly string[], make: () => App): LazyPart {
  let made: Promise<{ part: App; routes: () => readonly string[] }> | undefined
  const madeNow = async () => {
    const part = make()
    const routes = routesOf(part)
    await part.ready()
    return { part, routes }
  }
  const partOf = () => {
    made ??= madeNow()
    return made
  }
  const handOver = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack()
    try {
      const { part } = await partOf()
      part.routing(request.raw, reply.raw)
    } catch (error) {
      request.log.error(error)
      reply.raw.destroy()
    }
  }
  app.register(async (scope) => {
    // The part reads the body, whatever its type.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const url of paths) scope.route({ method: scope.supportedMethods, url, config: handsOver, handler: handOver })
  })
  app.addHook('onClose', async () => {
    await (await made)?.part.close()
  })
  return { routes: async () => (await partOf()).routes() }
}

const handsOver = { handsOver: true }

/** Whether a request goes on to a part, which records it and lets faults take it. */
export const isHandedOver = ({ routeOptions: { config } }: FastifyRequest): boolean =>
  (config as { handsOver?: boolean }).handsOver === true // what `mountLazily` gave the route
