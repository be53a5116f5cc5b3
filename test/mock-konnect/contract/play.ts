import { expect } from 'vitest'
import type { MockKonnect } from '../../../mock-konnect/app.ts'
import { demo } from '../portal-world.ts'
import { type Operation, objections } from '../published-api.ts'
import type { Call, Known, Reading, Refused } from './call.ts'
import { extra } from './world.ts'

/** Which statuses were met, by operation. */
export type Met = Map<string, Set<number>>

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Who = 'allowed' | 'nobody'

/** A call as it goes out. */
export interface Sent {
  who?: Who
  body?: unknown
  query?: string
  at?: Known
  headers?: Record<string, string>
}

const nowhere = 'ffffffff-ffff-4fff-bfff-ffffffffffff'

export const nameOf = ({ method, template }: Operation): string => `${method} ${template}`

/**
 * Plays a script at one mock-konnect: every call succeeds, and is refused in every way that its description has.
 * @param refusals `without`: only the successes, to have what they make; a function: it is asked to provoke refusals, each time
 * just before a call that would succeed
 */
export async function play(
  konnect: MockKonnect,
  operations: readonly Operation[],
  calls: readonly Call[],
  refusals: 'with' | 'without' | Provoking = 'with',
) {
  const described = new Map(operations.map((operation) => [nameOf(operation), operation]))
  const known: Known = { ...demo.ids, ...extra }
  const met: Met = new Map()
  const ask = asker(konnect, known)
  const send = sender(ask, met)
  for (const call of calls) {
    const operation = described.get(call.operation)
    if (!operation) throw new Error(`${call.operation} is not described`)
    const refused = refusals === 'with' ? (call.refused ?? []) : []
    if (!call.again && refusals === 'with') await refuse(send, operation, call)
    if (!call.again && typeof refusals === 'function') await refusals({ operation, call, ask })
    for (const one of refused.filter(({ after }) => !after)) await beRefused(call, one)
    const success = call.status ?? operation.statuses.find((status) => status < 400) ?? 0
    const answer = await send(call, call, success)
    for (const [name, member] of Object.entries(call.keep ?? {})) known[name] = String(answer[member])
    for (const one of refused.filter(({ after }) => after)) await beRefused(call, one)
  }
  return { met, known }

  async function beRefused(call: Call, one: Refused): Promise<void> {
    const undo = await one.given?.(konnect)
    await send(call, different(call, one), one.status)
    await undo?.()
  }
}

const different = ({ body, query = '', at = {}, headers = {} }: Call, one: Refused): Sent => ({
  ...{ body, query, at, headers },
  ...one,
})

/** What came of a call. */
export interface Asked {
  method: string
  path: string
  status: number
  type: string | undefined
  body: unknown
  /** Call and answer, for messages. */
  what: string
}

/** Makes a call, whatever comes of it. */
export type Ask = (call: Call, sent: Sent) => Promise<Asked>

/** Told of each call of a script, with its operation, when it is about to succeed. */
export type Provoking = (next: { operation: Operation; call: Call; ask: Ask }) => Promise<void>

type Send = (call: Call, sent: Sent, status: number) => Promise<Record<string, unknown>>

/** The refusals that follow from the form of an operation alone. */
async function refuse(send: Send, { statuses, template, body, query }: Operation, call: Call): Promise<void> {
  const is = (status: number) => statuses.includes(status)
  const usual: Sent = { body: call.body, query: call.query ?? '', at: call.at ?? {}, headers: call.headers ?? {} }
  if (is(401) && !/\/(authenticate|reset-password)$/.test(template)) await send(call, { ...usual, who: 'nobody' }, 401)
  // What is put where nothing was is made, where the description has it.
  const upsert = call.operation.startsWith('PUT') && is(201)
  const parameter = template
    .match(/\{(\w+)\}/g)
    ?.at(upsert ? 0 : -1)
    ?.slice(1, -1)
  if (is(404) && parameter) await send(call, { ...usual, at: { ...call.at, [parameter]: '!' } }, 404)
  if (is(400) && body) await send(call, { ...usual, body: '{' }, 400)
  else if (is(400) && 'page[size]' in query) await send(call, { ...usual, query: '?page[size]=0' }, 400)
  if (is(415)) await send(call, { ...usual, headers: { 'content-type': 'text/plain' } }, 415)
}

function asker({ app }: MockKonnect, known: Known): Ask {
  const cookies = new Map<string, string>()
  const reading: Reading = {
    known,
    async mailToken() {
      const { mails } = (await app.inject({ url: '/_mock/mailbox' })).json<{ mails: { token: string }[] }>()
      return mails.at(-1)?.token ?? ''
    },
  }
  return async (call, { who = 'allowed', body, query = '', at = {}, headers }) => {
    const [method = '', template = ''] = call.operation.split(' ')
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const wanted = at[name] ?? name
      return wanted === '!' ? nowhere : (known[wanted] ?? wanted)
    })
    const written = typeof body === 'function' ? await body(reading) : body
    const payload = typeof written === 'string' ? written : JSON.stringify(written)
    const portal = template.startsWith('/api/')
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const allowed = portal ? { cookie } : { authorization: `Bearer ${demo.token}` }
    const answer = await app.inject({
      method: method as Method, // scripts name described operations only
      url: `${path}${query}`,
      headers: {
        ...(who === 'allowed' ? allowed : portal && { cookie: 'portalaccesstoken=of-nobody' }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    })
    for (const { name, value } of answer.cookies) value === '' ? cookies.delete(name) : cookies.set(name, value)
    const { statusCode: status, body: text } = answer
    const type = answer.headers['content-type']
    const parsed = text === '' ? undefined : /json/.test(String(type)) ? answer.json() : text
    const what = `${call.operation} ${path}${query} ${payload ?? ''} → ${status} ${text.slice(0, 600)}`
    return { ...{ method, path, status, type, what }, body: call.raw && status < 400 ? text : parsed }
  }
}

function sender(ask: Ask, met: Met): Send {
  return async (call, sent, status) => {
    const { what, ...answer } = await ask(call, sent)
    expect(answer.status, what).toBe(status)
    const { undescribed, mistakes } = objections(answer)
    // The schema wants an item, the description's own examples have none (konnect.md 1.4).
    const told = mistakes.filter((mistake) => !mistake.startsWith('/invalid_parameters must NOT have fewer than 1'))
    expect({ undescribed, mistakes: told }, what).toEqual({ mistakes: [] })
    met.set(call.operation, (met.get(call.operation) ?? new Set()).add(status))
    return (answer.body ?? {}) as Record<string, unknown> // what scripts keep members of
  }
}
