import type { FastifyInstance } from 'fastify'
import { routesOf } from './declared-routes.ts'
import type { App } from './mock-server.ts'

/** A part of a server that is made when the first request for it comes. */
export interface LazyPart {
  /** The part's routes and those of its own parts, as faults name them. Makes them. */
  routes(): Promise<readonly string[]>
}

/** A part, by the requests that are its own. */
interface Mount extends LazyPart {
  /** @param unserved no route of the server itself takes the request */
  takes(url: string, unserved: boolean): boolean
  part(url: string): Promise<App>
}

/** The parts of each server, found by its application. */
const mounts = new WeakMap<object, Mount[]>()

/** What each part is a part of. */
const wholes = new WeakMap<object, App>()

/** `app`, what it is a part of, what that is a part of, and so on. */
export function lineageOf(app: App): App[] {
  const whole = wholes.get(app)
  return whole ? [app, ...lineageOf(whole)] : [app]
}

/** Lets requests that no route of `app` takes go on to its parts. Before any hook that refuses them or records them: parts do that. */
export function handOverToParts(app: FastifyInstance): void {
  const parts: Mount[] = []
  mounts.set(app, parts)
  app.addHook('onRequest', (request, reply, done) => {
    const mount = parts.find(({ takes }) => takes(request.url, request.is404))
    if (!mount) return done()
    reply.hijack()
    mount.part(request.url).then(
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
 * is made, its modules loaded if need be. The part is an application of its own, with hooks and parts of its own; of `app` it takes the
 * connection alone.
 * @param overRoutes also what a route of `app` would take, which takes every path
 */
export function mountLazily(
  app: App,
  paths: readonly string[],
  make: () => Promise<App>,
  overRoutes = false,
): LazyPart {
  let made: ReturnType<Mount['part']> | undefined
  const part = () => {
    made ??= make().then((one) => {
      wholes.set(one, app)
      return ready(one)
    })
    return made
  }
  const takes = (url: string, unserved: boolean) => (unserved || overRoutes) && paths.some((path) => covers(path, url))
  const mount = { takes, part, routes: async () => allRoutesOf(await part()) }
  mounts.get(app)?.push(mount)
  app.addHook('onClose', async () => {
    await (await made)?.close()
  })
  return mount
}

async function allRoutesOf(app: App): Promise<string[]> {
  const parts = await Promise.all((mounts.get(app) ?? []).map((mount) => mount.routes()))
  return [...routesOf(app), ...parts.flat()]
}

/**
 * Mounts parts for paths that come while the server runs: what a request at or below one of `paths()` finds, whether or not a
 * route of `app` would take it. Each path's part is made with its first request, anew whenever `make` is another for it.
 * To be called before `mountLazily`, which has the later word.
 */
export function mountComing(app: App, paths: () => ReadonlyMap<string, () => Promise<App>>): LazyPart {
  const made = new Map<() => Promise<App>, Promise<App>>()
  const pathOf = (url: string) => [...paths().keys()].find((path) => covers(path, url))
  const part = (path: string) => {
    const make = paths().get(path)
    if (!make) throw new Error(`no part at ${path}`)
    const known = made.get(make) ?? make().then(ready)
    made.set(make, known)
    return known
  }
  const mount = {
    takes: (url: string) => paths().size > 0 && pathOf(url) !== undefined,
    part: async (url: string) => part(pathOf(url) ?? ''),
    routes: async () => (await Promise.all([...paths().keys()].map(part))).flatMap(routesOf),
  }
  mounts.get(app)?.push(mount)
  app.addHook('onClose', async () => {
    for (const one of made.values()) await (await one).close()
  })
  return mount
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
