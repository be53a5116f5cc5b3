import { parse } from 'node:querystring'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ExchangeBus } from '../exchanges.ts'
import { type Html, html } from '../html.ts'
import type { FormState, Typed } from '../pages/form.ts'
import { type KeptForms, keptNotice } from '../pages/kept-forms.ts'
import { tabs } from '../pages/layout.ts'
import { type CallApi, ownApi } from '../pages/own-api.ts'
import { sendPage, urlOf } from './frame.ts'
import { inspectionOf } from './inspection.ts'

/** One server whose levers are pulled, over its own `/_mock/`. */
export interface LeverServer {
  name: string
  call: CallApi
}

/** What was done, said on the page that comes next. */
export const notices: Readonly<Record<string, string>> = {
  armed: 'The fault is armed.',
  disarmed: 'Disarmed.',
  moved: 'The clock was set.',
  changed: 'Changed; it holds from the next call on.',
  reset: 'Everything is as it was at the start.',
}

/** The servers of the process, with their levers. */
export const leverServers = (bus: ExchangeBus): LeverServer[] =>
  [...inspectionOf(bus).servers].map(([name, app]) => ({ name, call: ownApi(app) }))

export interface LeverPages {
  bus: ExchangeBus
  /** The server whose levers are meant when none is named. */
  server: string
  /** Opens the pages to browsers that are not on this machine. */
  controlToken?: string | undefined
  /** Below which paths, besides `/_mock`, pages stand that read levers in a browser's name. */
  beside?: readonly string[] | undefined
  /** Forms that were sent when the sign-in was over. */
  kept: KeptForms
}

/** The server that a request names, or the page's own. */
export function chosenServer({ bus, server }: LeverPages, request: FastifyRequest): LeverServer {
  const wanted = queryOf(request).server ?? server
  const servers = leverServers(bus)
  const found = servers.find(({ name }) => name === wanted)
  if (!found) throw new NoSuchServer(`No server "${wanted}" here: ${servers.map(({ name }) => name).join(', ')}.`)
  return found
}

export class NoSuchServer extends Error {
  readonly statusCode = 404
}

export const queryOf = ({ query }: FastifyRequest): Record<string, string | undefined> =>
  query as Record<string, string | undefined> // no schema: whatever was asked, texts as Fastify parses them

/** What a form sent. */
export const sentBy = ({ body }: FastifyRequest): Typed => (body ?? {}) as Typed // as the parser below has it

/** Lets the pages of `app` take forms. */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parse(String(body), '&', '=', { maxKeys: 500 }))
  })
}

/** What was typed in the form of a page before its sender had to sign in. */
export function keptState({ kept }: LeverPages, request: FastifyRequest, reply: FastifyReply): FormState {
  const typed = kept.take(request, reply)
  return typed ? { typed, notice: keptNotice } : {}
}

export interface LeverPage {
  section: string
  path: string
  server: LeverServer
  content: Html
  status?: number
}

/** A page about the levers of one server, with the others beside it. */
export function sendLeverPage(
  { bus }: LeverPages,
  request: FastifyRequest,
  reply: FastifyReply,
  { section, path, server, content, status = 200 }: LeverPage,
): FastifyReply {
  const servers = leverServers(bus).map(({ name }) => ({
    href: urlOf(path, { server: name }),
    label: name,
    current: name === server.name,
  }))
  const notice = notices[queryOf(request).done ?? '']
  return sendPage(reply.code(status), bus, { section, notice, content: html`${tabs('Servers', servers)}${content}` })
}

/** Leads back to the page, which says what was done. */
export const done = (reply: FastifyReply, path: string, server: string | undefined, what: string): FastifyReply =>
  reply.redirect(urlOf(path, { server, done: what }), 303)
