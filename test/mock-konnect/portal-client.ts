import { expect } from 'vitest'
import type { MockKonnect } from '../../mock-konnect/app.ts'
import { objections } from './published-api.ts'

/** Whatever came back: tests read members and compare them. */
interface PortalBody {
  id: string
  data: Record<string, unknown>[]
  invalid_parameters: { field: string; rule: string; reason: string }[]
  [member: string]: unknown
}

/** What came back, and what the recorded exchange says of it. */
export interface PortalAnswer {
  status: number
  type: string | undefined
  body: PortalBody
  cookies: string[]
  reason: { code: string; advice: string } | undefined
  warnings: string[]
}

type Send = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<PortalAnswer>

/** One browser at one portal: it keeps its cookies, and compares every answer with the published description. */
export interface PortalClient {
  get: Send
  post: Send
  put: Send
  patch: Send
  delete: Send
  signIn(email?: string, password?: string): Promise<PortalAnswer>
  forgetCookies(): void
}

/** Answers that no published description has, each a decision of the fact sheet. */
const beyondDescription: readonly RegExp[] = [
  // Closed registrations and public portals (konnect.md 9.6, 4.1).
  /^POST .*(registrations|developer) 403$/,
  // A sign-up that tells who has an account, which is a switch.
  /^POST .*developer 409$/,
  // An unknown host has no portal, whatever is asked of it; a wrong form is refused everywhere.
  /^(GET|POST|PATCH|PUT|DELETE) \S+ (400|401|404|413)$/,
]

/** A browser that calls `/api/v2` or `/api/v3` at `host`; by default at the bare address. */
export function portalClient(
  { app, levers }: MockKonnect,
  version: 'v2' | 'v3',
  host = '127.0.0.1:8080',
): PortalClient {
  const cookies = new Map<string, string>()
  const send =
    (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'): Send =>
    async (path, body, headers = {}) => {
      const payload = typeof body === 'string' ? body : JSON.stringify(body)
      const json = payload === undefined ? {} : { 'content-type': 'application/json' }
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
      const url = `/api/${version}${path}`
      const answer = await app.inject({
        method,
        url,
        headers: { host, ...(cookie && { cookie }), ...json, ...headers },
        ...(payload !== undefined && { payload }),
      })
      for (const { name, value } of answer.cookies) value === '' ? cookies.delete(name) : cookies.set(name, value)
      const exchange = levers.exchanges.list().at(-1)
      const parsed = answer.body === '' ? undefined : answer.json()
      compare({ method, path: url.split('?')[0] ?? url, status: answer.statusCode, body: parsed })
      return {
        status: answer.statusCode,
        type: answer.headers['content-type'],
        body: parsed,
        cookies: [answer.headers['set-cookie'] ?? []].flat(),
        reason: exchange?.reason,
        warnings: exchange?.warnings ?? [],
      }
    }
  const post = send('POST')
  return {
    ...{ get: send('GET'), post, put: send('PUT'), patch: send('PATCH'), delete: send('DELETE') },
    signIn: (username = 'developer@example.com', password = 'developer-password') =>
      post('/developer/authenticate', { username, password }),
    forgetCookies: () => cookies.clear(),
  }
}

function compare(observed: { method: string; path: string; status: number; body: unknown }): void {
  const { undescribed, mistakes } = objections(observed)
  // The schema wants an item, the description's own examples have none (konnect.md 1.4).
  const told = mistakes.filter((mistake) => !mistake.startsWith('/invalid_parameters must NOT have fewer than 1'))
  expect(told, JSON.stringify(observed)).toEqual([])
  if (undescribed !== undefined)
    expect(
      beyondDescription.some((known) => known.test(undescribed)),
      undescribed,
    ).toBe(true)
}
