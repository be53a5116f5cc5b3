import { expect, test } from 'vitest'
import { ExchangeBus } from '../../kit/exchanges.ts'
import type { Fault } from '../../kit/fault-schema.ts'
import { FaultPlan } from '../../kit/faults.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { listening } from './listening.ts'

/** A server that answers with the status that stands in the path, by Fastify or by hand; `/endless` begins and does not end. */
async function setUp(...faults: object[]) {
  const plan = new FaultPlan()
  const exchanges = new ExchangeBus()
  const app = mockServer('idp', { faults: plan, exchanges })
  let done = 0
  app.post<{ Params: { status: string } }>('/fastify/:status', async ({ params }, reply) =>
    reply.code(Number(params.status)).send({ done: ++done }),
  )
  app.post<{ Params: { status: string } }>('/raw/:status', (request, reply) => {
    reply.hijack()
    reply.raw.statusCode = Number(request.params.status)
    reply.raw.write('{"done":')
    reply.raw.end(`${++done}}`)
  })
  app.post('/endless', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/plain' })
    reply.raw.flushHeaders()
    reply.raw.write('a line\n')
  })
  for (const fault of faults) plan.arm({ endpoint: '*', times: 'always', ...fault } as Fault)
  const url = await listening(app)
  const post = (path: string, body = '{}') =>
    fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const statusOf = async (path: string, body?: string) => (await post(path, body)).status
  return { post, statusOf, plan, exchanges, done: () => done }
}

test.for(['/fastify', '/raw'])(
  'an answer of %s is another when the server refuses, and its own when it does not',
  async (path) => {
    const page = { kind: 'answer', answered: '4xx', status: 502, body: '<h1>Bad Gateway</h1>' }
    const { post, plan, exchanges, done } = await setUp(page)
    const [good, bad, worse] = [await post(`${path}/201`), await post(`${path}/401`), await post(`${path}/500`)]
    expect([good.status, await good.json()]).toEqual([201, { done: 1 }])
    expect([bad.status, await bad.text()]).toEqual([502, '<h1>Bad Gateway</h1>'])
    expect([worse.status, await worse.json(), done()]).toEqual([500, { done: 3 }, 3])
    expect(plan.list()).toMatchObject([{ hits: 1, seen: 1 }])
    await expect.poll(() => exchanges.list()).toHaveLength(3)
    expect(exchanges.list().map(({ response, warnings }) => [response?.status, response?.body, warnings])).toEqual([
      [201, '{"done":1}', []],
      [502, '<h1>Bad Gateway</h1>', ['fault 1 (answer, committed) took this call']],
      [500, '{"done":3}', []],
    ])
  },
)

test('the schedule counts the answers of that status alone', async () => {
  const { statusOf, plan } = await setUp({ kind: 'patch', answered: 401, status: 400, nth: 2, times: undefined })
  const statuses: number[] = []
  for (const status of [401, 200, 403, 401, 401]) statuses.push(await statusOf(`/raw/${status}`))
  expect([statuses, plan.list()]).toEqual([[401, 200, 403, 400, 401], [expect.objectContaining({ hits: 1, seen: 2 })]])
})

test('failures alone are limited: what works goes on beside them', async () => {
  const { statusOf } = await setUp({ kind: 'rate-limit', answered: 401, limit: 1, times: undefined })
  const statuses: number[] = []
  for (const status of [401, 200, 401, 200]) statuses.push(await statusOf(`/fastify/${status}`))
  expect(statuses).toEqual([401, 200, 429, 200])
})

test('the body of the request and the status of the answer together', async () => {
  const { statusOf } = await setUp({ kind: 'answer', answered: '2xx', requestBody: { name: 'wrong' }, status: 504 })
  expect([
    await statusOf('/fastify/200', '{"name":"right"}'),
    await statusOf('/fastify/200', '{"name":"wrong"}'),
  ]).toEqual([200, 504])
})

test('what another fault answers counts as the answer', async () => {
  const down = { kind: 'answer', status: 503, nth: 1, times: undefined }
  const { statusOf } = await setUp(down, { kind: 'patch', answered: '5xx', status: 200 })
  expect([await statusOf('/fastify/201'), await statusOf('/fastify/201')]).toEqual([200, 201])
})

test('an answer that is not meant goes out as it comes, also one without an end', async () => {
  const { post } = await setUp({ kind: 'answer', answered: '5xx' })
  const answer = await post('/endless')
  let come = ''
  for await (const piece of answer.body ?? []) {
    come += Buffer.from(piece).toString()
    if (come.length >= 'a line\n'.length) break
  }
  expect([answer.status, come]).toEqual([200, 'a line\n'])
})
