import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../kit/html.ts'
import type { FieldErrors, FormState, Typed } from '../../kit/pages/form.ts'
import { type KeptForms, keptNotice } from '../../kit/pages/kept-forms.ts'
import type { CallApi } from '../../kit/pages/own-api.ts'
import type { Sessions } from '../../kit/pages/sessions.ts'
import { type Administration, ApiRefusal, administration, fieldErrors } from './administration.ts'
import { differences } from './differences.ts'
import { type FrameOptions, frame } from './frame.ts'
import { type ProfileView, readProfile } from './profile-view.ts'
import { type RegisteredView, registeredClients } from './registered-clients.ts'

/** Who is signed in: what goes over the wire for them. */
export interface AdminSession {
  name: string
  authorization: string
}

/** Nobody is signed in, or the session is over. */
export class SignInNeeded extends Error {}
/** There is no page, or nothing that it could show. */
export class NothingHere extends Error {}

/** What the pages of the admin port work with. */
export interface AdminPages {
  /** Whether somebody is signed in. */
  isKnown(request: FastifyRequest): boolean
  /** The administrator who asks. @param form what a form says, to be kept for when somebody signed in again @throws SignInNeeded */
  enter(request: FastifyRequest, form?: Typed): Visitor
  /** Keeps what a request's form says, for the page at `address`. */
  keepForm(request: FastifyRequest, reply: FastifyReply, address: string): void
  /** The dynamic clients, newest first. */
  registered(): Promise<RegisteredView[]>
}

/** One administrator's request for a page. */
export interface Visitor {
  api: Administration
  /** @throws NothingHere */
  profile(id: string): Promise<ProfileView>
  /** What was typed in the page's form before a sign-in that came between. */
  returned(reply: FastifyReply): FormState | undefined
  /** Sends a page. */
  show(reply: FastifyReply, page: FrameOptions): Promise<FastifyReply>
  /** Does what a form asks for and leads on to `target`; what the API refuses is told by `again`, at the fields of `names`. */
  attempt(
    reply: FastifyReply,
    work: () => Promise<string>,
    names: readonly string[],
    again: (errors: FieldErrors) => FrameOptions,
  ): Promise<FastifyReply>
}

/** How the pages know who asks, and what they may do. */
export const adminPages = (
  { call, runtime }: { call: CallApi; runtime: CallApi },
  sessions: Sessions<AdminSession>,
  kept: KeptForms,
): AdminPages => {
  const forms = new WeakMap<FastifyRequest, Typed>()
  return {
    isKnown: (request) => sessions.of(request) !== undefined,
    registered: () => registeredClients(runtime),
    enter(request, form) {
      if (form) forms.set(request, form)
      const session = sessions.of(request)
      if (!session) throw new SignInNeeded()
      return visitor(call, session, request, kept)
    },
    keepForm: (request, reply, address) => kept.keep(reply, address, forms.get(request) ?? {}),
  }
}

function visitor(
  call: CallApi,
  { name, authorization }: AdminSession,
  request: FastifyRequest,
  kept: KeptForms,
): Visitor {
  const api = administration(call, authorization, request)
  let comesBack = false
  const show: Visitor['show'] = async (reply, page) => {
    const staged = differences(await api.read('', 'running'), await api.read('')).length
    const notice = page.notice ?? (comesBack ? keptNotice : noticeOf(request.query))
    return reply.type('text/html; charset=utf-8').send(frame({ ...page, notice }, { name, staged, url: request.url }))
  }
  return {
    api,
    async profile(id) {
      const profile = await readProfile(api, id)
      if (!profile) throw new NothingHere()
      return profile
    },
    returned(reply) {
      const typed = kept.take(request, reply)
      comesBack = typed !== undefined
      return typed && { typed }
    },
    show,
    async attempt(reply, work, names, again) {
      try {
        return reply.redirect(await work(), 303)
      } catch (error) {
        if (!(error instanceof ApiRefusal) || error.status === 401) throw error
        return show(reply.code(error.status), again(fieldErrors(error, names)))
      }
    },
  }
}

/** What may be said after a form led on: only what stands here. */
const notices: Readonly<Record<string, string>> = {
  staged: 'The change is staged. It takes effect with Changes → Commit.',
  committed: 'The changes are committed.',
  discarded: 'The changes are discarded.',
}

/** Adds to an address what is to be said there. */
export const saying = (path: string, notice: keyof typeof notices): string => `${path}?done=${notice}`

function noticeOf(query: unknown): string | undefined {
  const { done } = query as { done?: unknown } // Fastify gives an object
  return typeof done === 'string' && Object.hasOwn(notices, done) ? notices[done] : undefined
}

/** A refusal that no form waits for, as a page. */
export const refusalContent = ({ message, advice }: ApiRefusal): Html =>
  html`<p role="alert" class="refusal">${message}</p>${advice !== undefined && html`<p>${advice}</p>`}`
