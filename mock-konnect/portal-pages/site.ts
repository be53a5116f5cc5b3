import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Ids } from '../../kit/ids.ts'
import type { FormState, Typed } from '../../kit/pages/form.ts'
import { type KeptForms, keptNotice } from '../../kit/pages/kept-forms.ts'
import { type ApiAnswer, type CallApi, NoAnswer } from '../../kit/pages/own-api.ts'
import type { Page } from '../lists/paging.ts'
import type { Generation } from './generation.ts'
import { type Shown, shownPage } from './page.ts'
import { Refused } from './refusal.ts'

type Method = Parameters<CallApi>[0]

/** The browser's session is over, or never was. */
export class SignInFirst extends Error {}

/** Who looks at which portal. */
export interface Visit {
  portalId: string
  portal: string
  /** Full name of who is signed in. */
  developer: string | undefined
}

/** What the pages of one portal share. */
export interface Site {
  readonly generation: Generation
  readonly ids: Ids
  /** Where APIs are called whose specification does not say it. */
  readonly gatewayUrl: () => string | undefined
  /** Any API of the server, also outside the portal's. */
  readonly api: CallApi
  /** The address of a page of this portal. */
  at(path: string): string
  visitOf(request: FastifyRequest): Visit
  /** A call of the portal's API in the browser's name; what it answers is for the page to judge. */
  call(request: FastifyRequest, method: Method, path: string, json?: unknown): Promise<ApiAnswer>
  /** The same for who is signed in. @throws SignInFirst */
  act(request: FastifyRequest, method: Method, path: string, json?: unknown): Promise<ApiAnswer>
  /** What the API answers to GET. @throws SignInFirst; Refused when it does not answer with success */
  read<Body>(request: FastifyRequest, path: string): Promise<Body>
  /** Every row of a list. @throws like `read` */
  all<Row>(request: FastifyRequest, path: string): Promise<Row[]>
  show(request: FastifyRequest, reply: FastifyReply, page: Shown): FastifyReply
  /** Forms that were sent when the session was over. */
  readonly kept: KeptForms
  /** What was typed in the form of a page before a sign-in that came between. */
  returned(request: FastifyRequest, reply: FastifyReply): FormState
}

export interface SiteOptions {
  api: CallApi
  generation: Generation
  ids: Ids
  gatewayUrl: () => string | undefined
  kept: KeptForms
}

/** The site whose pages `scope` holds. Every request for one belongs to a visit; where there is no portal of this kind there is no page. */
export function siteIn(scope: FastifyInstance, options: SiteOptions): Site {
  const { api, generation } = options
  const visits = new WeakMap<FastifyRequest, Visit>()
  const at = (path: string) => `${generation.base}${path}`
  const visitOf = (request: FastifyRequest) => visits.get(request) ?? nobody
  const call: Site['call'] = (from, method, path, json) => {
    const address = `/api/${generation.version}${path}`
    return api(method, address, { from, ...(json !== undefined && { json }) }).catch((cause: Error) => {
      throw new NoAnswer(`${from.protocol}://${from.host}${address}`, cause)
    })
  }

  const act: Site['act'] = async (...asked) => {
    const answer = await call(...asked)
    if (answer.status === 401) throw new SignInFirst()
    return answer
  }

  const read = async <Body>(request: FastifyRequest, path: string): Promise<Body> => {
    const answer = await act(request, 'GET', path)
    // What strangers do not find may be there for who is signed in.
    if (answer.status === 404 && visitOf(request).developer === undefined) throw new SignInFirst()
    if (answer.status >= 300) throw new Refused(answer)
    return answer.body as Body // as the schema of the API's answer has it
  }

  async function all<Row>(request: FastifyRequest, path: string): Promise<Row[]> {
    const rows: Row[] = []
    for (let number = 1; ; number++) {
      const page = `${path.includes('?') ? '&' : '?'}page%5Bsize%5D=100&page%5Bnumber%5D=${number}`
      const { data, meta } = await read<Page<Row>>(request, path + page)
      rows.push(...data)
      if (data.length === 0 || rows.length >= meta.page.total) return rows
    }
  }

  scope.addHook('onRequest', async (request, reply) => {
    const portal = await call(request, 'GET', '/portal')
    if (portal.status === 404) return leadToOther(request, reply, options)
    if (portal.status >= 300) throw new Refused(portal)
    const { portal_id: portalId, name } = portal.body as { portal_id: string; name: string } // as its schema has it
    visits.set(request, { portalId, portal: name, developer: await developerOf(request) })
  })

  async function developerOf(request: FastifyRequest): Promise<string | undefined> {
    if (!request.headers.cookie?.includes('portalaccesstoken=')) return undefined
    const answer = await call(request, 'GET', '/developer/me')
    return answer.status === 200 ? (answer.body as { full_name: string }).full_name : undefined // as its schema has it
  }

  const show: Site['show'] = (request, reply, page) =>
    reply
      .code(page.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(shownPage({ generation, at, visit: visitOf(request) }, request, page))

  const returned: Site['returned'] = (request, reply) => {
    const typed = options.kept.take(request, reply)
    return typed ? { typed, notice: keptNotice } : {}
  }

  return { ...options, at, visitOf, call, act, read, all, show, returned }
}

const nobody: Visit = { portalId: '', portal: 'Dev Portal', developer: undefined }

/** A host that is a portal of the other kind has its pages under the other kind's address (`konnect.md` 1.1). */
async function leadToOther(request: FastifyRequest, reply: FastifyReply, { api, generation }: SiteOptions) {
  const { version, base } = generation.version === 'v2' ? { version: 'v3', base: '/portal' } : otherwise
  const other = await api('GET', `/api/${version}/portal`, { from: request })
  if (other.status === 200) return reply.redirect(base, 303)
  throw new Refused(other)
}

const otherwise = { version: 'v2', base: '/portal/classic' }

/** What a form says: texts, and lists of texts. */
export function typedIn({ body }: FastifyRequest): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(body ?? {})) {
    if (typeof value === 'string') typed[name] = value.trim()
    else if (Array.isArray(value)) typed[name] = value.map(String)
  }
  return typed
}

/** One text of what was typed, or of an address's query. */
export const textIn = (typed: Typed, name: string): string => {
  const value = typed[name]
  return typeof value === 'string' ? value : ''
}

/** The members of `typed` that are filled in: a field that is left empty asks for nothing. */
export const filledIn = (typed: Typed, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (textIn(typed, name) === '' ? [] : [[name, textIn(typed, name)]])))

/** A parameter of the address, as text. */
export const queryOf = ({ query }: FastifyRequest, name: string): string => textIn(query as Typed, name) // what a query is made of: texts and lists of texts
