import { expect, onTestFinished, test } from 'vitest'
import { manualClock } from '../../kit/clock.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import type { Fault } from '../../kit/fault-schema.ts'
import { FaultPlan } from '../../kit/faults.ts'
import { mockServer } from '../../kit/mock-server.ts'
import { listening } from './listening.ts'

/** A server that makes clients: by Fastify at `/clients`, by hand at `/raw`, in pieces at `/stream`. */
async function setUp(fault: object) {
  const plan = new FaultPlan()
  const endpoints = () => ({ register: ['POST /clients', 'POST /raw', 'POST /stream'] })
  plan.serve({ clock: manualClock(), endpoints })
  const exchanges = new ExchangeBus()
  const app = mockServer('idp', { faults: plan, exchanges })
  let made = 0
  const client = () => ({
    client_id: `c${++made}`,
    client_secret_expires_at: 0,
    nested: { list: [{ a: 1 }, { a: 2 }] },
  })
  app.post('/clients', (_request, reply) => reply.code(201).header('x-kept', 'yes').send(client()))
  app.post('/raw', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(201, { 'content-type': 'application/json', 'x-kept': 'yes' })
    reply.raw.end(JSON.stringify(client()))
  })
  app.post('/stream', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(201, 'Created', ['content-type', 'application/json', 'x-kept', 'yes'])
    const text = JSON.stringify(client())
    reply.raw.write(text.slice(0, 9))
    reply.raw.end(text.slice(9), 'utf8', () => undefined)
  })
  plan.arm({ endpoint: 'register', ...fault } as Fault)
  const url = await listening(app)
  // What never ends for its caller ends with the test.
  const over = new AbortController()
  onTestFinished(() => over.abort())
  const post = (path: string) => fetch(`${url}${path}`, { method: 'POST', signal: over.signal })
  return { post, plan, exchanges, made: () => made }
}

const paths = ['/clients', '/raw', '/stream']
const failed = async (answer: Promise<Response>) =>
  answer.then(
    (come) =>
      come.text().then(
        () => 'answered',
        (error) => error.cause?.code ?? error.cause?.message ?? error.name,
      ),
    (error) => error.cause?.code ?? error.name,
  )

test.for(paths)('a patch changes the own answer of %s, status and headers too', async (path) => {
  const patch = {
    set: { 'extra.deep': 1, 'nested.list.*.b': true },
    null: ['logo_uri'],
    retype: { client_secret_expires_at: 'string' },
    rename: { client_id: 'clientId' },
    remove: ['nested.list.0'],
  }
  const { post, exchanges } = await setUp({
    kind: 'patch',
    patch,
    status: 200,
    headers: { 'x-kept': null, 'x-new': 'n' },
  })
  const answer = await post(path)
  const body = { nested: { list: [{ a: 2, b: true }] }, extra: { deep: 1 }, logo_uri: null, clientId: 'c1' }
  expect([answer.status, answer.headers.get('x-kept'), answer.headers.get('x-new'), await answer.json()]).toEqual([
    200,
    null,
    'n',
    { ...body, client_secret_expires_at: '0' },
  ])
  await expect.poll(() => exchanges.list()).toHaveLength(1)
  expect(exchanges.list()[0]).toMatchObject({
    response: { status: 200, body: expect.stringContaining('"clientId":"c1"') },
    warnings: ['fault 1 (patch) took this call'],
  })
})

test.for(paths)('commit: the work of %s is done, the answer is another, or none', async (path) => {
  for (const [fault, outcome] of [
    [{ kind: 'answer', status: 504, body: 'too late' }, 504],
    [{ kind: 'hang-up' }, 'UND_ERR_SOCKET'],
    [{ kind: 'reset' }, 'ECONNRESET'],
  ] as const) {
    const { post, made } = await setUp({ ...fault, commit: true })
    if (typeof outcome === 'number') {
      const answer = await post(path)
      expect([answer.status, answer.headers.get('x-kept'), await answer.text()]).toEqual([504, null, 'too late'])
    } else expect(await failed(post(path))).toBe(outcome)
    expect(made()).toBe(1)
  }
})

test.for<[object, string, number]>([
  [{ kind: 'hang-up' }, 'UND_ERR_SOCKET', 0],
  [{ kind: 'reset' }, 'ECONNRESET', 0],
  [{ kind: 'truncate' }, 'UND_ERR_SOCKET', 1],
  [{ kind: 'truncate', bytes: 0 }, 'UND_ERR_SOCKET', 1],
])('%s ends in %s, for one call', async ([fault, code, effects]) => {
  for (const path of paths) {
    const { post, made } = await setUp(fault)
    expect([await failed(post(path)), made(), (await post(path)).status]).toEqual([code, effects, 201])
  }
})

test.for([false, true])('a hanging call gets no answer and no end (commit %s)', async (commit) => {
  const { post, plan, made } = await setUp({ kind: 'hang', commit })
  const waiting = post('/clients').then(
    () => 'answered',
    () => 'ended',
  )
  // The first call to come is the one that hangs.
  await expect.poll(() => plan.list()[0]?.hits, { interval: 1 }).toBe(1)
  const other = await post('/clients')
  await expect.poll(made, { interval: 1 }).toBe(commit ? 2 : 1)
  expect([other.status, await Promise.race([waiting, Promise.resolve('waiting')])]).toEqual([201, 'waiting'])
})

test.for(paths)('the answer of %s begins, stalls, and does not end', async (path) => {
  const { post, made } = await setUp({ kind: 'stall', bytes: 5 })
  const answer = await post(path)
  const reader = answer.body?.getReader()
  let come = 0
  while (come < 5) come += (await reader?.read())?.value?.length ?? Number.NaN
  const more = reader?.read().then(
    () => 'more',
    () => 'ended',
  )
  expect([answer.status, come, (await post(path)).status]).toEqual([201, 5, 201])
  expect([Number(answer.headers.get('content-length')) > 5, made()]).toEqual([true, 2])
  expect(await Promise.race([more, Promise.resolve('silence')])).toBe('silence')
})

test.for(paths)('a garbled body of %s has its length and type, and cannot be read', async (path) => {
  const { post } = await setUp({ kind: 'garble', skip: 1 })
  const whole = await (await post(path)).text()
  const answer = await post(path)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect([answer.status, answer.headers.get('content-type')?.split(';')[0], bytes.length]).toEqual([
    201,
    'application/json',
    whole.length,
  ])
  expect(() => JSON.parse(bytes.toString())).toThrow(SyntaxError)
})

test('a rate limit refuses what exceeds it, until the window ends', async () => {
  const { post, plan } = await setUp({ kind: 'rate-limit', limit: 2, windowMs: 60_000, retryAfter: 30 })
  const answers = [await post('/raw'), await post('/raw'), await post('/raw'), await post('/clients')]
  expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
    [201, null],
    [201, null],
    [429, '30'],
    [429, '30'],
  ])
  expect(plan.list()).toMatchObject([{ hits: 2, seen: 4 }])
})

test('an answer has a header as often as the fault says, and so has a patched one', async () => {
  const twice = { 'www-authenticate': ['Basic realm="a"', 'Bearer'], 'set-cookie': ['a=1', 'b=2'] }
  for (const kind of ['answer', 'patch']) {
    const { post } = await setUp({ kind, headers: twice })
    const { headers } = await post('/clients')
    expect([headers.get('www-authenticate'), headers.getSetCookie()]).toEqual([
      'Basic realm="a", Bearer',
      ['a=1', 'b=2'],
    ])
  }
})

test.for(paths)('the body of %s comes piece by piece, and whole', async (path) => {
  const { post } = await setUp({ kind: 'trickle', bytesPerSecond: 400, skip: 1 })
  const whole = await (await post(path)).text()
  const answer = await post(path)
  const pieces: number[] = []
  let text = ''
  for await (const piece of answer.body ?? []) {
    pieces.push(piece.length)
    text += Buffer.from(piece).toString()
  }
  expect([answer.status, text.length, answer.headers.get('content-length')]).toEqual([
    201,
    whole.length,
    String(whole.length),
  ])
  expect(pieces.length).toBeGreaterThan(1)
  expect(JSON.parse(text)).toMatchObject({ client_id: 'c2' })
})
