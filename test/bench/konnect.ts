import fastify, { type FastifyInstance } from 'fastify'
import { demoKonnectState } from '../../harness/demo/konnect.ts'
import { demo } from '../../harness/demo/names.ts'
import { adjustableClock } from '../../kit/clock.ts'
import { httpClient } from '../../kit/http-client.ts'
import { buildMockKonnect, type MockKonnect } from '../../mock-konnect/app.ts'
import type { StateDocument } from '../../mock-konnect/state.ts'
import { forked } from './proxies.ts'
import { against, below, beside, type Row } from './row.ts'

type Call = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; payload?: string }

const rounds = 5
const perRound = 400
const headers = { authorization: `Bearer ${demo.token}`, 'content-type': 'application/json' }

/**
 * CPU of making a provider and an application, in process. The identity provider that registers the application's client is another
 * process: what Konnect does before, between, around and after its three calls counts; what three such calls cost by themselves (Node's
 * and undici's) is measured beside it. The number to stay below is
 * what an OpenAPI mock of the vendor's file takes for a canned answer; the peer of the same run is stricter: a Fastify route that
 * checks the same members and answers a constant. Single items are read among 10² and among 10⁵ applications.
 */
export async function konnect(): Promise<Row[]> {
  const idp = await forked('./peers/registering-idp.mjs', {})
  const few = await filled(100, idp.url)
  const many = await filled(100_000, idp.url)
  const peer = cannedRoute()
  const measured = {
    provider: await cpu(few.app, providerCall),
    application: await cpu(few.app, applicationCall),
    linked: await cpu(few.app, linkedCall),
    calls: await cpuOf(callsTo(idp.url)),
    peer: await cpu(peer, () => ({ ...providerCall(0), url: '/canned' })),
    // Both once unmeasured: the first to run pays for compiling what the other one uses.
    warm: [await cpu(few.app, readCall), await cpu(many.app, readCall)],
    few: await cpu(few.app, readCall),
    many: await cpu(many.app, readCall),
    createdAmongMany: await cpu(many.app, (n) => linkedCall(n + 1_000_000)),
  }
  idp.end()
  await Promise.all([few.app, many.app, peer].map((app) => app.close()))
  return [
    below('create a DCR provider, CPU', 'µs', measured.provider, 444),
    below(
      'create an application and its client, beyond 3 bare calls, CPU',
      'µs',
      measured.application - measured.calls,
      444,
    ),
    beside('create an application and its client, all of it, CPU', 'µs', measured.application, [
      '3 bare calls',
      measured.calls,
    ]),
    against('create a DCR provider, CPU', 'µs', measured.provider, ['canned Fastify route', measured.peer], 6),
    against('read one of 10⁵ applications, CPU', 'µs', measured.many, ['one of 10²', measured.few], 1.3),
    against(
      'link a client among 10⁵ applications, CPU',
      'µs',
      measured.createdAmongMany,
      ['among 10²', measured.linked],
      1.3,
    ),
  ]
}

const providerCall = (n: number): Call => ({
  method: 'POST',
  url: '/v2/dcr-providers',
  headers,
  payload: JSON.stringify({
    ...{ name: `provider ${n}`, provider_type: 'curity', issuer: 'https://curity.example/oauth/v2/oauth-anonymous' },
    dcr_config: { initial_client_id: 'dcr', initial_client_secret: 'dcr-secret' },
  }),
})

const applicationCall = (n: number, more: object = {}): Call => ({
  method: 'POST',
  url: `/v3/portals/${demo.ids.portal}/applications`,
  headers,
  payload: JSON.stringify({
    ...{ name: `made ${n}`, auth_strategy_id: demo.ids.strategy, ...more },
    owner: { type: 'developer', id: developerOf(n) },
  }),
})

/** A client that exists already: nobody is asked. */
const linkedCall = (n: number): Call => applicationCall(n + 500_000, { dcr_client_id: `linked-${n}` })

/** What Konnect asks the identity provider for one client, and nothing besides. */
function callsTo(url: string): () => Promise<void> {
  const http = httpClient({ timeout: () => 10_000, userAgent: 'bench' })
  return async () => {
    await http.send({ method: 'GET', url: `${url}/.well-known/openid-configuration` })
    await http.send({ method: 'POST', url: `${url}/token`, body: 'grant_type=client_credentials&scope=dcr' })
    await http.send({ method: 'POST', url: `${url}/register`, body: '{"client_name":"made"}' })
  }
}

const readCall = (n: number): Call => ({
  ...{ method: 'GET', url: `/v3/portals/${demo.ids.portal}/applications/${applicationId(n % 100)}`, headers },
})

const idOf = (prefix: string, n: number) => `${prefix}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const applicationId = (n: number) => idOf('a', n)
/** Enough of them that none meets the limit of 500 applications. */
const developerOf = (n: number) => idOf('b', n % 1000)

async function filled(count: number, issuer: string): Promise<MockKonnect> {
  const now = Date.UTC(2026, 0, 1)
  const state = demoKonnectState({
    issuers: { provider: issuer, strategy: issuer },
    upstream: 'http://127.0.0.1:9',
    given: {},
    passwordHash: '',
    now,
  })
  const times = { created_at: new Date(now).toISOString(), updated_at: new Date(now).toISOString() }
  const developers = Array.from({ length: 1000 }, (_, n) => ({
    ...{ id: developerOf(n), portal_id: demo.ids.portal, email: `d${n}@example.com`, full_name: `D ${n}` },
    ...{ status: 'approved', password_hash: null, ...times },
  }))
  const applications = Array.from({ length: count }, (_, n) => ({
    ...{ id: applicationId(n), portal_id: demo.ids.portal, developer_id: developerOf(n), name: `a ${n}`, ...times },
    ...{ description: null, redirect_uri: null, labels: {}, auth_strategy_id: demo.ids.strategy, client_id: `c${n}` },
    ...{ reference_id: null, scopes: [], team_id: null, dcr_client: null },
  }))
  const tables = { ...state.tables, developers: [...(state.tables.developers ?? []), ...developers], applications }
  const initialState: StateDocument = { ...state, tables }
  const konnect = buildMockKonnect({ clock: adjustableClock(), initialState })
  await konnect.app.ready()
  return konnect
}

function cannedRoute(): FastifyInstance {
  const app = fastify()
  const text = { type: 'string', minLength: 1, maxLength: 256 }
  const config = {
    ...{ type: 'object', required: ['initial_client_id', 'initial_client_secret'], additionalProperties: false },
    properties: { initial_client_id: text, initial_client_secret: text },
  }
  const body = {
    ...{ type: 'object', required: ['name', 'provider_type', 'issuer', 'dcr_config'], additionalProperties: false },
    properties: { name: text, provider_type: { enum: ['curity'] }, issuer: text, dcr_config: config },
  }
  const canned = { id: applicationId(1), name: 'provider', provider_type: 'curity', active: false, labels: {} }
  app.post('/canned', { schema: { body } }, (_request, reply) => reply.code(201).send(canned))
  return app
}

/** Lowest CPU per call of several rounds, in µs. @throws Error for an answer that is no success */
function cpu(app: { inject: FastifyInstance['inject'] }, call: (n: number) => Call): Promise<number> {
  return cpuOf(async (n) => {
    const answer = await app.inject(call(n))
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${answer.body}`)
  })
}

/** The same of anything that is done again and again. */
async function cpuOf(act: (n: number) => Promise<void>): Promise<number> {
  let n = 0
  let lowest = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    for (let i = 0; i < perRound; i++) await act(n++)
    const { user, system } = process.cpuUsage(before)
    lowest = Math.min(lowest, (user + system) / perRound)
  }
  return lowest
}
