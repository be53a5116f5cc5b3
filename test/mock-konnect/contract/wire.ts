import type { MockKonnect } from '../../../mock-konnect/app.ts'
import { demo } from '../portal-world.ts'
import type { Operation } from '../published-api.ts'
import type { Call, Known } from './call.ts'
import { nameOf } from './play.ts'

/** Which ids a path gets: those that a script made, ones that nothing has, or ones that are no ids. */
export type Ids = 'known' | 'unknown' | 'odd'

/** What came back. */
export interface WireAnswer {
  path: string
  status: number
  type: string | undefined
  body: unknown
}

/** Sends any request of a described operation, as somebody who is let in. */
export interface Wire {
  send(operation: Operation, payload: unknown, query: Record<string, string>, ids: Ids): Promise<WireAnswer>
}

const stand = { unknown: 'ffffffff-ffff-4fff-bfff-ffffffffffff', odd: '%00..%2f__proto__' }

/** The wire to one mock-konnect, for an operator or a developer who has signed in, by what is asked. */
export async function wireTo(
  { app }: MockKonnect,
  { known, script }: { known: Known; script: readonly Call[] },
): Promise<Wire> {
  const credentials = { username: demo.developer.email, password: demo.developer.password }
  const cookies = new Map<string, string>()
  for (const version of ['v2', 'v3']) {
    const url = `/api/${version}/developer/authenticate`
    const { cookies: set } = await app.inject({ method: 'POST', url, payload: credentials })
    cookies.set(version, set.map(({ name, value }) => `${name}=${value}`).join('; '))
  }
  return {
    async send(operation, payload, query, ids) {
      const { method, template } = operation
      const at = script.find((call) => call.operation === nameOf(operation))?.at ?? {}
      const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
        ids === 'known' ? (known[at[name] ?? name] ?? at[name] ?? stand.unknown) : stand[ids],
      )
      const version = /^\/api\/(v\d)\//.exec(template)?.[1]
      const text = new URLSearchParams(query).toString()
      const answer = await app.inject({
        method: method as 'GET', // one of the five that descriptions have
        url: text ? `${path}?${text}` : path,
        headers: {
          ...(version ? { cookie: cookies.get(version) } : { authorization: `Bearer ${demo.token}` }),
          ...(payload !== undefined && { 'content-type': 'application/json' }),
        },
        ...(payload !== undefined && { payload: JSON.stringify(payload) }),
      })
      const type = answer.headers['content-type']
      const isJson = String(type).includes('json') && answer.body !== ''
      const body = isJson ? answer.json() : answer.body === '' ? undefined : answer.body
      return { path, status: answer.statusCode, type, body }
    },
  }
}
