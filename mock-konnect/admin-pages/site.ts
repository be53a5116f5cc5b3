import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import type { FormState, Typed } from '../../kit/pages/form.ts'
import { refusal } from '../../kit/pages/form.ts'
import { bare, type Notice, page, type Shown } from './frame.ts'
import type { KonnectApi } from './konnect-api.ts'
import { at } from './places.ts'
import { Refused, Unreachable } from './refused.ts'
import type { Sessions } from './session.ts'

/** A request for a page, by somebody who is signed in. */
export interface Visit {
  konnect: KonnectApi
  /** The parts of the address that vary. */
  params: Readonly<Record<string, string>>
  query: Typed
  /** What a form sent; empty when nothing was. */
  sent: Typed
  /** What a form shows after a refusal; empty before. */
  state: FormState
}

/** The media type of every page. */
export const htmlType = 'text/html; charset=utf-8'

/** Makes the content of a page. @throws Refused */
export type Show = (visit: Visit) => Promise<Shown>

/** Does what a form asks for, and says which page comes next; or what to show in its place. @throws Refused */
export type Act = (visit: Visit) => Promise<{ to: string; notice: Notice } | Shown>

/** Where pages are registered. */
export interface Site {
  page(path: string, show: Show): void
  /** A form on the page at `path`, sent to the page itself or to `name` below it. A refusal shows the page again, and says so there. */
  form(path: string, show: Show, act: Act, name?: string): void
}

export interface SiteOptions {
  sessions: Sessions
  konnectFor: (token: string) => KonnectApi
}

/** Pages that ask for a session first, each made of what the API answers. */
export function siteOn(app: FastifyInstance, { sessions, konnectFor }: SiteOptions): Site {
  const visitOf = (request: FastifyRequest): Visit | undefined => {
    const token = sessions.tokenOf(request)
    if (token === undefined) return undefined
    return {
      konnect: konnectFor(token),
      // What the router and the parsers of query and form give: texts, and lists of texts for what came twice.
      params: request.params as Record<string, string>,
      query: request.query as Typed,
      sent: (request.body ?? {}) as Typed,
      state: {},
    }
  }
  return {
    page(path, show) {
      app.get(path, async (request, reply) => {
        const visit = visitOf(request)
        if (!visit) return signIn(reply, request.url)
        return reply.type(htmlType).send(page(await show(visit), visit.query.done))
      })
    },
    form(path, show, act, name) {
      app.post(name === undefined ? path : `${path}/${name}`, async (request, reply) => {
        const place = name === undefined ? request.url : request.url.replace(/\/[^/?]*($|\?)/, '$1')
        const visit = visitOf(request)
        if (!visit) return signIn(reply, place)
        const next = await act(visit).catch((error) => refusedBy(error, visit, name === undefined ? show : above(show)))
        if ('to' in next) return reply.redirect(withNotice(next.to, next.notice), 303)
        const { status = 200, ...shown } = next as Shown & { status?: number } // a refusal has the status of the API's
        return reply.code(status).type(htmlType).send(page(shown))
      })
    },
  }
}

/** The page with the refusal on it. What may have been typed on it stays. */
async function refusedBy(error: unknown, visit: Visit, show: Show): Promise<Shown & { status: number }> {
  if (!(error instanceof Refused) || error.status === 401 || error.status === 404) throw error
  const { status, errors, advice } = error
  return { ...(await show({ ...visit, state: { typed: visit.sent, errors, advice } })), status }
}

/** What was refused stands above the page, whose own form keeps what the API has. */
const above =
  (show: Show): Show =>
  async ({ state, ...visit }) => {
    const { errors = {}, advice } = state
    const text = Object.entries(errors).map(([field, said]) => (field === '' ? said : `${field}: ${said}`))
    const shown = await show({ ...visit, state: {} })
    return { ...shown, content: html`${refusal({ errors: { '': text.join('; ') }, advice })}${shown.content}` }
  }

const withNotice = (to: string, notice: Notice): string => `${to}${to.includes('?') ? '&' : '?'}done=${notice}`

/** Asks to sign in, and comes back. */
export const signIn = (reply: FastifyReply, place: string): FastifyReply =>
  reply.redirect(`${at.signIn}?return=${encodeURIComponent(place)}`, 303)

/** A page in place of an error: a lost session signs in again, a refusal is told in the API's words. */
export function showErrors(app: FastifyInstance, sessions: Sessions): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof Refused && error.status === 401) {
      sessions.end(reply)
      return signIn(reply, request.method === 'GET' ? request.url : at.overview)
    }
    if (error instanceof Refused) return answer(reply, error.status, error)
    if (error instanceof Unreachable) {
      const said = `No readable answer from Konnect's API. Tried: ${error.address}`
      return answer(reply, 502, { errors: { '': said } })
    }
    const { statusCode = 500 } = error
    if (statusCode < 500) return answer(reply, statusCode, { errors: { '': error.message } })
    request.log.error(error)
    return answer(reply, 500, { errors: { '': 'An unexpected error occurred' } })
  })
}

const answer = (reply: FastifyReply, status: number, state: FormState): FastifyReply =>
  reply
    .code(status)
    .type(htmlType)
    .send(
      bare(
        titles[status] ?? 'That did not work',
        html`${refusal(state)}<p><a href="${at.overview}">To the overview</a></p>`,
      ),
    )

const titles: Record<number, string> = { 404: 'Not Found', 502: 'No answer' }
