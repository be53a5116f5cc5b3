import type { FastifyPluginAsync } from 'fastify'
import type { ExchangeBus } from '../exchanges.ts'
import { serveAssets } from '../pages/assets.ts'
import { guardPages } from '../pages/guard.ts'
import { exchangesPage } from './exchanges-page.ts'
import { inspectorStyle } from './style.ts'

export interface InspectorOptions {
  /** The server that it stands on; it shows all that tell their exchanges on the same bus. */
  server: string
  bus: ExchangeBus
}

/** Pages that show every hop, and pull the levers: over the same `/_mock/` calls as a script does. */
export const inspector: FastifyPluginAsync<InspectorOptions> = async (app, { bus }) => {
  guardPages(app)
  serveAssets(app)
  app.get('/_assets/inspector.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(inspectorStyle),
  )
  exchangesPage(app, bus)
}
