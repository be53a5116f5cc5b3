import { type LazyPart, mountLazily } from '../../kit/lazy-part.ts'
import type { App } from '../../kit/mock-server.ts'
import type { Nodes } from '../nodes.ts'
import type { Services } from '../services.ts'
import { refuseUnserved } from '../unserved.ts'

/** What the admin API is asked by, and its pages; each part is loaded with its first request. */
const apiPaths = ['/admin/api/restconf', '/.well-known/host-meta']
const pagePaths = ['/admin', '/_assets']

/**
 * The app on the admin port (`curity.md` 1.1). It does not listen, and makes nothing before somebody asks.
 * @param runtime what the runtime node serves
 * @returns the app, and its routes as faults name them
 */
export function adminApp(nodes: Nodes, runtime: App, services: Services): LazyPart & { app: App } {
  const { app } = nodes.speaking()
  const part = mountLazily(app, apiPaths, async () => {
    const { restconf } = await import('./restconf-routes.ts')
    const { speakRestconf } = await import('./admin-dialect.ts')
    const { hostMeta } = await import('./host-meta.ts')
    const made = nodes.bare()
    speakRestconf(made)
    refuseUnserved(made)
    made.register(restconf, services)
    made.register(hostMeta)
    return made
  })
  const pages = mountLazily(app, pagePaths, async () => {
    const { serveAdminPages } = await import('../admin-pages/admin-pages.ts')
    const { pageAssets } = await import('../../kit/pages/assets.ts')
    const { ownApi } = await import('../../kit/pages/own-api.ts')
    const made = nodes.bare()
    const api = await apiOfPages()
    made.addHook('onClose', () => api.close())
    serveAdminPages(made, { call: ownApi(api), runtime: ownApi(runtime) }, services)
    made.register(pageAssets)
    return made
  })
  /** The same API, whether or not scripts may use it. */
  async function apiOfPages(): Promise<App> {
    const { restconf } = await import('./restconf-routes.ts')
    const { speakRestconf } = await import('./admin-dialect.ts')
    const made = nodes.bare()
    speakRestconf(made)
    made.register(restconf, { ...services, always: true })
    return made
  }
  const routes = async () => [...(await part.routes()), ...(await pages.routes())]
  return { routes, app }
}
