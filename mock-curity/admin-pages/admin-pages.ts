import formbody from '@fastify/formbody'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import type { App } from '../../kit/mock-server.ts'
import { guardPages } from '../../kit/pages/guard.ts'
import { keptForms } from '../../kit/pages/kept-forms.ts'
import { layout } from '../../kit/pages/layout.ts'
import { type CallApi, NoAnswer } from '../../kit/pages/own-api.ts'
import { sessions } from '../../kit/pages/sessions.ts'
import { Refusal } from '../../kit/reason.ts'
import { explain } from '../../kit/recorder.ts'
import { admin as reasons } from '../admin/admin-reasons.ts'
import { present } from '../configuration/leaf.ts'
import { NotServed } from '../errors.ts'
import type { Services } from '../services.ts'
import { ApiRefusal } from './administration.ts'
import { changesPages } from './changes.ts'
import { clientPages } from './client.ts'
import { clientsPages } from './clients.ts'
import { registrationPages } from './dynamic-registration.ts'
import { endpointPages } from './endpoints.ts'
import { newClientPages } from './new-client.ts'
import { paths } from './paths.ts'
import { profilePages } from './profiles.ts'
import { wizardPages } from './registration-wizard.ts'
import { scopePages } from './scopes.ts'
import { signInPages } from './sign-in.ts'
import { systemPages } from './system.ts'
import { tokenIssuerPages } from './token-issuers.ts'
import { type AdminPages, type AdminSession, adminPages, NothingHere, refusalContent, SignInNeeded } from './visitor.ts'

/**
 * The admin UI (`curity.md` 8): pages over the admin API, served while the leaf `web-ui` is there. What is changed waits for
 * Changes → Commit, whatever the API does with changes of others.
 * @param api the admin API, as scripts call it; `runtime` the levers of the runtime node
 */
export function serveAdminPages(app: App, api: { call: CallApi; runtime: CallApi }, services: Services): void {
  const { configuration, clock, ids, behaviour } = services
  app.addHook('onRequest', async () => {
    const { http } = configuration.tree.environments.environment['admin-service'] ?? {}
    if (!present(http?.['web-ui'])) throw new NotServed(404, reasons.noWebUi())
  })
  guardPages(app)
  app.register(formbody)
  const known = sessions<AdminSession>({ cookie: 'curity-admin', path: paths.start, clock })
  const kept = keptForms({ cookie: 'kept-curity-form', path: paths.start, clock, ids })
  const pages = adminPages(api, known, kept)
  app.setErrorHandler(answerError(pages))
  app.setNotFoundHandler((request, reply) => notFound(pages, request, reply))
  app.get(paths.start, async (_request, reply) => reply.redirect(paths.profiles, 303))
  app.register(signInPages, { call: api.call, sessions: known })
  app.register(profilePages, pages)
  app.register(tokenIssuerPages, pages)
  app.register(clientsPages, pages)
  app.register(newClientPages, { ...pages, ids })
  app.register(clientPages, { ...pages, ids })
  app.register(scopePages, pages)
  app.register(endpointPages, pages)
  app.register(registrationPages, pages)
  app.register(wizardPages, { ...pages, behaviour })
  app.register(systemPages, pages)
  app.register(changesPages, pages)
}

const answerError = (pages: AdminPages) => (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
  if (error instanceof SignInNeeded || (error instanceof ApiRefusal && error.status === 401)) {
    pages.keepForm(request, reply, comingFrom(request))
    return reply.redirect(`${paths.signIn}?return=${encodeURIComponent(comingFrom(request))}`, 303)
  }
  if (error instanceof NothingHere) return notFound(pages, request, reply)
  if (error instanceof ApiRefusal) return sendPlain(reply.code(error.status), 'Refused', refusalContent(error))
  if (error instanceof Refusal) {
    explain(request, error.reason)
    return reply.code(error.status).send()
  }
  if (error instanceof NoAnswer) {
    const said = `No answer from the admin API. Tried: ${error.address}`
    return sendPlain(reply.code(502), 'No answer', html`<p role="alert" class="refusal">${said}</p>`)
  }
  const { statusCode = 500, message } = error as FastifyError // whatever else was thrown
  if (statusCode >= 500) request.log.error(error)
  const said = statusCode < 500 ? message : 'This is a fault of the mock; start it with log to see what happened.'
  return sendPlain(reply.code(statusCode), 'Error', html`<p role="alert" class="refusal">${said}</p>`)
}

/** The page to come back to: of a form, the one that shows it. */
const comingFrom = ({ method, url, headers }: FastifyRequest): string =>
  method === 'GET' ? url : URL.canParse(headers.referer ?? '') ? new URL(headers.referer ?? '').pathname : paths.start

/** Worded as the product's own page for it (`curity.md` 1.2); who is signed in keeps the menu. */
function notFound(pages: AdminPages, request: FastifyRequest, reply: FastifyReply) {
  const title = 'Not found'
  const content = html`<p>The requested page was not found.</p><p><a href="${paths.start}">Profiles</a></p>`
  reply.code(404)
  return pages.isKnown(request)
    ? pages.enter(request).show(reply, { title, content })
    : sendPlain(reply, title, content)
}

const sendPlain = (reply: FastifyReply, title: string, content: ReturnType<typeof html>) =>
  reply
    .type('text/html; charset=utf-8')
    .send(layout({ title, brand: { href: paths.start, label: 'Curity admin' }, content }))
