import type { FastifyInstance, FastifyRequest } from 'fastify'
import { routesOf } from './declared-routes.ts'
import type { App } from './mock-server.ts'

/** A part of a server that is made when the first request for it comes. */
export interface LazyPart {
  /** The part's routes, as faults name them. Makes the part. */
  routes(): Promise<readonly string[]>
}

/** Requests that went on to a part, which records them and lets faults take them. */
const handedOver = new WeakSet<FastifyRequest>()

/** Whether a request went on to a part. */
export const isHandedOver = (request: FastifyRequest): boolean => handedOver.has(request)

interface Mount {
  paths: readonly string[]
  part(): Promise<App>
}

/** The parts of each server, found by its application. */
const mounts = new WeakMap<object, Mount[]>()

/** Lets requests that no route of `app` takes go on to its parts. Before any hook that refuses them. */
export function handOverToParts(app: FastifyInstance): void {
  const parts: Mount[] = []
  mounts.set(app, parts)
  app.addHook('onRequest', (request, reply, done) => {
    const mount = request.is404 && parts.find(({ paths }) => paths.some((path) => covers(path, request.url)))
    if (!mount) return done()
    handedOver.add(request)
    reply.hijack()
    mount.part().then(
      (part) => part.routing(request.raw, reply.raw),
      (error) => {
        request.log.error(error)
        reply.raw.destroy()
      },
    )
  })
}

/**
 * Mounts a part of a server without making it: declaring a route costs a start a quarter of a millisecond, and most runs use a few
 * of two hundred. What no route of `app` takes, at or below one of `paths`, goes to the part; the first such request waits until it
 * is made, its modules loaded if need be. The part is an application of its own, with hooks of its own; of `app` it takes the connection alone.
 */
export function mountLazily(app: App, paths: readonly string[], make: () => Promise<App>): LazyPart {
  let made: ReturnType<Mount['part']> | undefined
  const part = () => {
    made ??= make().then(ready)
    return made
  }
  mounts.get(app)?.push({ paths, part })
  app.addHook('onClose', async () => {
    await (await made)?.close()
  })
  return { routes: async () => routesOf(await part()) }
}

async function ready(part: App): Promise<App> {
  await part.ready()
  return part
}

/** Whether `url` is at or below `path`. */
function covers(path: string, url: string): boolean {
  if (!url.startsWith(path)) return false
  const next = url[path.length]
  return next === undefined || next === '/' || next === '?'
}
