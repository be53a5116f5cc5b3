import type { FastifyInstance } from 'fastify'

/** Every route that `app` declares from now on, as faults name them: `POST /path/:pattern`. */
export function routesOf(app: FastifyInstance): () => readonly string[] {
  const declared: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    if (!url.startsWith('/_mock')) for (const verb of [method].flat()) declared.push(`${verb} ${url}`)
  })
  return () => declared
}
