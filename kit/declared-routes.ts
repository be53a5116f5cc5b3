import type { FastifyInstance } from 'fastify'

/** What each server declares, found by its application. */
const declared = new WeakMap<object, string[]>()

/** Takes note of every route that `app` declares from now on, and of those of its plugins. Levers are left out. */
export function noteRoutes(app: FastifyInstance): void {
  const routes: string[] = []
  declared.set(app, routes)
  app.addHook('onRoute', ({ method, url }) => {
    if (!url.startsWith('/_mock')) for (const verb of [method].flat()) routes.push(`${verb} ${url}`)
  })
}

/** The routes that a server has declared, as faults name them: `POST /path/:pattern`. */
export const routesOf = (app: object): readonly string[] => declared.get(app) ?? []
