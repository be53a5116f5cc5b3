import { test as base, expect } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { countingIds } from '../../../kit/ids.ts'
import { buildMockKonnect, type MockKonnect } from '../../../mock-konnect/app.ts'
import { objections } from '../published-api.ts'
import { beyondDescription } from './beyond-description.ts'

/** A parsed answer: what every noun or list has, and whatever else it has. */
export interface Body {
  [member: string]: unknown
  id: string
  data: Record<string, unknown>[]
  invalid_parameters: { field: string; rule: string; reason: string }[]
}

/** What came back: the parsed body, and the reason that the recorded exchange carries. */
export interface Answer {
  status: number
  type: string | undefined
  body: Body
  reason: { code: string; advice: string } | undefined
  warnings: string[]
}

export type Send = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** The admin API as an operator with a good token calls it. Every answer is compared with the published description. */
export interface Operator {
  get: Send
  post: Send
  put: Send
  patch: Send
  delete: Send
}

export function operatorOf({ app, levers }: MockKonnect): Operator {
  const send =
    (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'): Send =>
    async (url, body, headers = {}) => {
      const payload = typeof body === 'string' ? body : JSON.stringify(body)
      const json = payload === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await app.inject({
        method,
        url,
        headers: { authorization: 'Bearer kpat_demo', ...json, ...headers },
        ...(payload !== undefined && { payload }),
      })
      const exchange = levers.exchanges.list().at(-1)
      const parsed = answer.body === '' ? undefined : answer.json()
      compare(method, url.split('?')[0] ?? url, answer.statusCode, parsed)
      return {
        status: answer.statusCode,
        type: answer.headers['content-type'],
        body: parsed,
        reason: exchange?.reason,
        warnings: exchange?.warnings ?? [],
      }
    }
  return { get: send('GET'), post: send('POST'), put: send('PUT'), patch: send('PATCH'), delete: send('DELETE') }
}

function compare(method: string, path: string, status: number, body: unknown): void {
  const { undescribed, mistakes } = objections({ method, path, status, body })
  expect(mistakes, `${method} ${path} ${status} ${JSON.stringify(body)}`).toEqual([])
  if (undescribed !== undefined)
    expect(
      beyondDescription.some((known) => known.test(undescribed)),
      undescribed,
    ).toBe(true)
}

/** A world with one mock-konnect: time stands still, ids count. Ids 1 to 3 are the sealing key and the first state. */
export const test = base
  .extend('konnect', async ({}, { onCleanup }) => {
    const konnect = buildMockKonnect({ clock: manualClock(), ids: countingIds() })
    onCleanup(() => konnect.app.close())
    await konnect.app.ready()
    return konnect
  })
  .extend('operator', ({ konnect }) => operatorOf(konnect))
  .extend(
    'applicationOf',
    ({ operator }) =>
      (strategyId: string, wish?: object) =>
        applicationOf(operator, strategyId, wish),
  )

/** An application made by the operator, in a portal of its own. */
async function applicationOf(operator: Operator, auth_strategy_id: string, wish: object = {}) {
  const { body: portal } = await operator.post('/v3/portals', { name: `portal of ${auth_strategy_id}` })
  const person = { email: 'a@example.com', full_name: 'A', status: 'approved' }
  const { body: developer } = await operator.post(`/v3/portals/${portal.id}/developers`, person)
  const owner = { type: 'developer', id: developer.id }
  const path = `/v3/portals/${portal.id}/applications`
  const { status, body } = await operator.post(path, { name: 'app', auth_strategy_id, owner, ...wish })
  expect(status, JSON.stringify(body)).toBe(201)
  return { portal: portal.id, developer: developer.id, id: body.id, body }
}

/** What a refusal objects to, as `field rule`. */
export const told = ({ invalid_parameters }: Body): string[] =>
  invalid_parameters.map(({ field, rule }) => `${field} ${rule}`)

/** The n-th counted id. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** When everything happens. */
export const now = '2026-01-01T00:00:00.000Z'

/** A problem document with invalid parameters, whatever its trace. */
export const refusal = (...parameters: object[]) => ({
  status: 400,
  title: 'Invalid Request',
  instance: expect.stringMatching(/^kong:trace:\d+$/),
  detail: 'Invalid Parameters',
  invalid_parameters: parameters,
})

/** A problem document without invalid parameters. */
export const problem = (status: number, title: string, detail = title) => ({
  ...{ status, title, detail },
  instance: expect.stringMatching(/^kong:trace:\d+$/),
})
