import { type Levers, controlPlane as mountLevers } from '../../kit/control-plane.ts'
import { type App, mockServer, type ServerTls } from '../../kit/mock-server.ts'
import { type ConfigurationRoutesOptions, configurationRoutes } from './configuration-routes.ts'
import { type KongRoutesOptions, kongRoutes } from './kong-routes.ts'
import { type NodeRoutesOptions, nodeRoutes } from './node-routes.ts'
import { type UpstreamRoutesOptions, upstreamRoutes } from './upstream-routes.ts'

/** What the admin app shows and changes. */
export interface AdminAppOptions
  extends ConfigurationRoutesOptions,
    KongRoutesOptions,
    NodeRoutesOptions,
    UpstreamRoutesOptions {
  levers: Levers
  log: boolean
  tls: ServerTls | undefined
  /** The proxy's routes, as faults name them. */
  faultable: () => readonly string[]
}

/**
 * The app on the admin port. It does not listen. Its own calls are kept apart from the proxy's exchanges, and no fault hits them.
 */
export function adminApp({ levers, log, tls, faultable, ...options }: AdminAppOptions): App {
  const { nodeName, controlToken } = options
  const app = mockServer(`${nodeName} admin`, { clock: levers.clock, log, tls, icon: true })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Not found' }))
  app.register(kongRoutes, options)
  app.register(upstreamRoutes, options)
  mountLevers(app, { levers, controlToken, faultable })
  app.register(configurationRoutes, { prefix: '/_mock', ...options })
  app.register(nodeRoutes, { prefix: '/_mock', ...options })
  return app
}
