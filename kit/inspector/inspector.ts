import type { FastifyError, FastifyPluginAsync } from 'fastify'
import { html } from '../html.ts'
import { serveAssets } from '../pages/assets.ts'
import { guardPages } from '../pages/guard.ts'
import { behaviourPage } from './behaviour-page.ts'
import { clockPage } from './clock-page.ts'
import { exchangesPage } from './exchanges-page.ts'
import { faultsPage } from './faults-page.ts'
import { sendPage } from './frame.ts'
import { type LeverPages, takeForms } from './lever-pages.ts'
import { quirksPage } from './quirks-page.ts'
import { inspectorStyle } from './style.ts'

/**
 * Pages that show every hop, and pull the levers: over the same `/_mock/` calls that a script makes. They show all servers that tell
 * their exchanges on one bus.
 */
export const inspector: FastifyPluginAsync<LeverPages> = async (app, context) => {
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const { statusCode = 500 } = error
    const said = statusCode < 500 ? error.message : 'The inspector failed.'
    return sendPage(reply.code(statusCode), {
      section: '',
      title: `${statusCode}`,
      content: html`<p role="alert">${said}</p>`,
    })
  })
  guardPages(app)
  takeForms(app)
  serveAssets(app)
  app.get('/_assets/inspector.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(inspectorStyle),
  )
  exchangesPage(app, context.bus)
  faultsPage(app, context)
  clockPage(app, context)
  behaviourPage(app, context)
  quirksPage(app, context)
}
