import { type LazyPart, mountLazily } from '../../kit/lazy-part.ts'
import type { App } from '../../kit/mock-server.ts'
import type { Services } from '../services.ts'
import { refuseUnserved } from '../unserved.ts'

/** The parts of the admin port, by their paths; each is loaded with its first request. */
const paths = ['/admin/api/restconf', '/.well-known/host-meta']

/**
 * The app on the admin port (`curity.md` 1.1). It does not listen, and makes nothing before somebody asks.
 * @param server a bare application of this server
 * @returns the app, and its routes as faults name them
 */
export function adminApp(server: () => App, services: Services): LazyPart & { app: App } {
  const app = server()
  const part = mountLazily(app, paths, async () => {
    const { restconf } = await import('./restconf-routes.ts')
    const { speakRestconf } = await import('./admin-dialect.ts')
    const { hostMeta } = await import('./host-meta.ts')
    const made = server()
    speakRestconf(made)
    refuseUnserved(made)
    made.register(restconf, services)
    made.register(hostMeta)
    return made
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send())
  return { ...part, app }
}
