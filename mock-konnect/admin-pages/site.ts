import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import { type FormState, refusal, type Typed } from '../../kit/pages/form.ts'
import { type KeptForms, keptNotice } from '../../kit/pages/kept-forms.ts'
import { NoAnswer } from '../../kit/pages/own-api.ts'
import { bare, type Notice, page, type Shown } from './frame.ts'
import type { KonnectApi } from './konnect-api.ts'
import { at } from './places.ts'
import { Refused } from './refused.ts'
import type { Sessions } from './session.ts'

/** A request for a page, by somebody who is signed in. */
export interface Visit {
  konnect: KonnectApi
  /** The parts of the address that vary. */
  params: Readonly<Record<string, string>>
  query: Typed
  /** What a form sent; empty when nothing was. */
  sent: Typed
  /** What the page's form shows after a refusal, or a sign-in that came between; empty before. */
  state: FormState
  /** The same of a form that stands beside it. */
  beside?: { name: string; state: FormState }
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
  /** The form of the page at `path`. A refusal shows the page again, and says so at the fields. */
  form(path: string, show: Show, act: Act): void
  /** A further form on it, sent to `name` below the page, which shows it by `visit.beside`. */
  formBeside(path: string, show: Show, act: Act, name: string): void
  /** A button on it, sent to `name` below the page. A refusal stands above the page. */
  button(path: string, show: Show, act: Act, name: string): void
}

export interface SiteOptions {
  sessions: Sessions
  konnectFor: (token: string) => KonnectApi
  kept: KeptForms
}

/** Pages that ask for a session first, each made of what the API answers. */
export function siteOn(app: FastifyInstance, { sessions, konnectFor, kept }: SiteOptions): Site {
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
  const post = (path: string, act: Act, { show, keeps, place = same }: Sending) =>
    app.post(path, async (request, reply) => {
      const visit = visitOf(request)
      try {
        if (!visit) throw new Refused(401, {})
        const next = await act(visit).catch((error) => refusedBy(error, visit, show))
        if ('to' in next) return reply.redirect(withNotice(next.to, next.notice), 303)
        const { status = 200, ...shown } = next as Shown & { status?: number } // a refusal has the status of the API's
        return reply.code(status).type(htmlType).send(page(shown))
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 401) throw error
        if (visit) sessions.end(reply)
        const typed = keeps?.((request.body ?? {}) as Typed) // as the form parser gives it
        if (typed) kept.keep(reply, place(request.url), typed)
        return signIn(reply, place(request.url))
      }
    })
  return {
    page(path, show) {
      app.get(path, async (request, reply) => {
        const visit = visitOf(request)
        if (!visit) return signIn(reply, request.url)
        const shown = await show({ ...visit, ...returned(kept.take(request, reply)) })
        return reply.type(htmlType).send(page(shown, visit.query.done))
      })
    },
    form: (path, show, act) => post(path, act, { show: inForm(show), keeps: (typed) => typed }),
    formBeside: (path, show, act, name) =>
      post(`${path}/${name}`, act, {
        show: inFormBeside(show, name),
        keeps: (typed) => ({ ...typed, [besideName]: name }),
        place: pageOf,
      }),
    button: (path, show, act, name) => post(`${path}/${name}`, act, { show: above(show), place: pageOf }),
  }
}

interface Sending {
  /** Shows a refusal on the page. */
  show: (visit: Visit, state: FormState) => Promise<Shown>
  /** What is kept when nobody is signed in any more; of a button, nothing. */
  keeps?: (typed: Typed) => Typed
  /** The page, by the address that a form is sent to. */
  place?: (url: string) => string
}

const same = (url: string): string => url
const pageOf = (url: string): string => url.replace(/\/[^/?]*($|\?)/, '$1')

/** Under which name a kept form says that it stands beside the page's own. */
const besideName = '_beside'

/** What was typed before a sign-in that came between, in the form in which it was. */
function returned(typed: Typed | undefined): Pick<Visit, 'beside'> & Partial<Pick<Visit, 'state'>> {
  if (!typed) return {}
  const { [besideName]: name, ...rest } = typed
  const state = { typed: rest, notice: keptNotice }
  return typeof name === 'string' ? { beside: { name, state } } : { state }
}

const inForm =
  (show: Show): Sending['show'] =>
  (visit, state) =>
    show({ ...visit, state })

const inFormBeside =
  (show: Show, name: string): Sending['show'] =>
  (visit, state) =>
    show({ ...visit, beside: { name, state } })

/** The page with the refusal on it. What may have been typed on it stays. */
async function refusedBy(error: unknown, visit: Visit, show: Sending['show']): Promise<Shown & { status: number }> {
  if (!(error instanceof Refused) || error.status === 401 || error.status === 404) throw error
  const { status, errors, advice } = error
  return { ...(await show(visit, { typed: visit.sent, errors, advice })), status }
}

/** What was refused stands above the page, whose own form keeps what the API has. */
const above =
  (show: Show): Sending['show'] =>
  async (visit, { errors = {}, advice }) => {
    const text = Object.entries(errors).map(([field, said]) => (field === '' ? said : `${field}: ${said}`))
    const shown = await show(visit)
    return { ...shown, content: html`${refusal({ errors: { '': text.join('; ') }, advice })}${shown.content}` }
  }

const withNotice = (to: string, notice: Notice): string => `${to}${to.includes('?') ? '&' : '?'}done=${notice}`

/** Asks to sign in, and comes back. */
export const signIn = (reply: FastifyReply, place: string): FastifyReply =>
  reply.redirect(`${at.signIn}?return=${encodeURIComponent(place)}`, 303)

/** A page in place of an error: a lost session signs in again, a refusal is told in the API's words. */
export function showErrors(app: FastifyInstance, sessions: Sessions): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const answer = (status: number, state: FormState) => {
      const title = titles[status] ?? 'That did not work'
      const content = html`${refusal(state)}<p><a href="${at.overview}">To the overview</a></p>`
      const isKnown = sessions.tokenOf(request) !== undefined
      return reply
        .code(status)
        .type(htmlType)
        .send(isKnown ? page({ title, content }) : bare(title, content))
    }
    if (error instanceof Refused && error.status === 401) {
      sessions.end(reply)
      return signIn(reply, request.url)
    }
    if (error instanceof Refused) return answer(error.status, error)
    if (error instanceof NoAnswer) {
      const said = `No readable answer from Konnect's API. Tried: ${error.address}`
      return answer(502, { errors: { '': said } })
    }
    const { statusCode = 500 } = error
    if (statusCode < 500) return answer(statusCode, { errors: { '': error.message } })
    request.log.error(error)
    return answer(500, { errors: { '': 'An unexpected error occurred' } })
  })
}

const titles: Record<number, string> = { 404: 'Not Found', 502: 'No answer' }
