import type { FastifyError, FastifyInstance, FastifyPluginAsync } from 'fastify'
import { systemClock } from '../clock.ts'
import { html } from '../html.ts'
import { randomIds } from '../ids.ts'
import { isSignedIn, leversAreShut, mayPull } from '../lever-access.ts'
import { serveAssets } from '../pages/assets.ts'
import { guardPages } from '../pages/guard.ts'
import { keptForms } from '../pages/kept-forms.ts'
import { behaviourPage } from './behaviour-page.ts'
import { clockPage } from './clock-page.ts'
import { exchangesPage } from './exchanges-page.ts'
import { faultsPage } from './faults-page.ts'
import { sendPage, stylesheetName } from './frame.ts'
import { inspectionOf } from './inspection.ts'
import { type LeverPages, sentBy, takeForms } from './lever-pages.ts'
import { quirksPage } from './quirks-page.ts'
import { askToSignIn, signInPages } from './sign-in-page.ts'
import { inspectorStyle } from './style.ts'

/**
 * Pages that show every hop, and pull the levers: over the same `/_mock/` calls that a script makes. They show all servers that tell
 * their exchanges on one bus. Whoever may not pull the levers signs in first.
 */
export const inspector: FastifyPluginAsync<Omit<LeverPages, 'kept'>> = async (app, options) => {
  const kept = keptForms({ cookie: 'kept-lever-form', path: '/_mock', clock: systemClock, ids: randomIds })
  const context: LeverPages = { ...options, kept }
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const { statusCode = 500 } = error
    const said = statusCode < 500 ? error.message : 'The inspector failed.'
    return sendPage(reply.code(statusCode), options.bus, {
      section: '',
      title: `${statusCode}`,
      content: html`<p role="alert">${said}</p>`,
    })
  })
  guardPages(app)
  takeForms(app)
  serveAssets(app)
  app.get(stylesheetName, async (_request, reply) => reply.type('text/css; charset=utf-8').send(inspectorStyle))
  signInPages(app, context)
  app.register(async (guarded) => {
    askStrangers(guarded, context)
    exchangesPage(guarded, context.bus)
    for (const page of [faultsPage, clockPage, behaviourPage, quirksPage]) page(guarded, context)
    for (const page of inspectionOf(context.bus).pages.values()) await page(guarded, context)
  })
}

/** Lets nobody at the pages of `scope` who has not signed in, and keeps what they had typed. */
function askStrangers(scope: FastifyInstance, { controlToken, kept }: LeverPages): void {
  scope.addHook('preValidation', async (request, reply) => {
    if (mayPull(request, controlToken) || isSignedIn(request, controlToken)) return
    if (!controlToken) return reply.code(403).send({ message: leversAreShut })
    if (request.method === 'POST') kept.keep(reply, request.url, sentBy(request))
    return askToSignIn(reply, formless(request.url))
  })
}

/** What only takes a form has no page of its own: the page that has the form stands above it. */
const formless = (url: string): string =>
  url.replace(/\/faults\/disarm\b/, '/faults').replace(/\/pages\/reset\b/, '/pages/clock')
