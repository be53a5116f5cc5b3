import { createPrivateKey, sign } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import Provider from 'oidc-provider'
import { demoCurityConfiguration } from '../../harness/demo/curity.ts'
import { demo } from '../../harness/demo/names.ts'
import { adjustableClock } from '../../kit/clock.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { layer } from '../../mock-curity/configuration/layers.ts'
import { devJwk } from './peers/dev-jwk.mjs'
import { options } from './peers/oidc-provider-options.mjs'
import { registrationByAnybody } from './registration-by-anybody.ts'
import { against, beside, type Row } from './row.ts'

type Call = { method: 'POST'; url: string; headers: Record<string, string>; payload: string }

const rounds = 12
const perRound = 600
const atATime = 10

/** CPU per token and per registration, in process, beside oidc-provider with a Map adapter and one bare signature. */
export async function identityProvider(): Promise<Row[]> {
  const [opaque, jwt] = [await curity('opaque'), await curity('jwt')]
  const peer = await plainProvider()
  const bare = await signature()
  const route = await bareRoute()
  const token = formCall('/oauth/v2/oauth-token', { grant_type: 'client_credentials' }, demo.registrar)
  const theirs = { clientId: 'bench', clientSecret: options.clients[0]?.client_secret ?? '' }
  const peerToken = formCall('/token', { grant_type: 'client_credentials' }, theirs)
  const peerJwt = formCall('/token', { grant_type: 'client_credentials', resource: 'urn:bench' }, theirs)
  const open = await curity('open')
  const measured = await inTurns({
    route: { app: route, call: token },
    opaque: { app: opaque, call: token },
    peerOpaque: { app: peer, call: peerToken },
    jwt: { app: jwt, call: token },
    peerJwt: { app: peer, call: peerJwt },
    registration: { app: open, call: registration('/token-service/oauth-registration') },
    peerRegistration: { app: peer, call: registration('/reg') },
  })
  await Promise.all([route, opaque, jwt, open, peer].map((app) => app.close()))
  const peerName = 'oidc-provider'
  return [
    against('opaque token, CPU', 'µs', measured.opaque, [peerName, measured.peerOpaque], 0.35),
    beside('opaque token beyond a bare route, CPU', 'µs', measured.opaque - measured.route, [
      `${peerName} beyond it`,
      measured.peerOpaque - measured.route,
    ]),
    against('RS256 token, CPU', 'µs', measured.jwt, ['one bare signature', bare], 1.35),
    against('RS256 token, CPU', 'µs', measured.jwt, [peerName, measured.peerJwt], 1),
    against('registration, CPU', 'µs', measured.registration, [peerName, measured.peerRegistration], 0.5),
  ]
}

async function curity(kind: 'opaque' | 'jwt' | 'open'): Promise<FastifyInstance> {
  const demoParts = demoCurityConfiguration({ accessTokens: kind === 'jwt' ? 'jwt' : 'opaque' })
  const configuration = layer(demoParts, kind === 'open' ? registrationByAnybody : {}) as object
  const { app } = await buildMockCurity({ configuration, clock: adjustableClock() })
  await app.ready()
  return app as unknown as FastifyInstance // the type provider makes no difference to inject
}

/** A route that takes the same form and answers as much: what the injector and Fastify cost, whoever issues tokens behind them. */
async function bareRoute(): Promise<FastifyInstance> {
  const app = fastify()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  const answer = { access_token: '0'.repeat(45), expires_in: 300, scope: '', token_type: 'bearer' }
  app.post('/oauth/v2/oauth-token', async (_request, reply) =>
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache').send(answer),
  )
  await app.ready()
  return app
}

/** oidc-provider behind the same inject, so that both pay for it alike. */
async function plainProvider(): Promise<FastifyInstance> {
  const callback = new Provider('http://127.0.0.1:3000', options as never).callback()
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.all('/*', (request, reply) => {
    reply.hijack()
    callback(request.raw, reply.raw)
  })
  await app.ready()
  return app
}

function formCall(
  url: string,
  form: Record<string, string>,
  client: typeof demo.registrar | { clientId: string; clientSecret: string },
): Call {
  const pair = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')
  return {
    method: 'POST',
    url,
    headers: { authorization: `Basic ${pair}`, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  }
}

const registration = (url: string): Call => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  payload: JSON.stringify({
    client_name: 'bench',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
  }),
})

interface Subject {
  app: FastifyInstance
  call: Call
}

/** CPU µs per call: the best round of each. They take turns, so that none pays for the warming up of what all of them share. */
async function inTurns<Name extends string>(subjects: Record<Name, Subject>): Promise<Record<Name, number>> {
  // The entries of a record are of its names.
  const entries = Object.entries(subjects) as [Name, Subject][]
  const best = new Map<Name, number>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, subject] of entries) {
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, await cpuOfRound(subject)))
    }
  }
  return Object.fromEntries(best) as Record<Name, number>
}

/** CPU µs per call of one round, ten calls at a time. */
async function cpuOfRound({ app, call }: Subject): Promise<number> {
  const before = process.cpuUsage()
  for (let n = 0; n < perRound; n += atATime) {
    const answers = await Promise.all(Array.from({ length: atATime }, () => app.inject(call)))
    const failed = answers.find(({ statusCode }) => statusCode >= 300)
    if (failed) throw new Error(`${call.url} answered ${failed.statusCode}: ${failed.body}`)
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / perRound
}

async function signature(): Promise<number> {
  const key = createPrivateKey({ key: devJwk, format: 'jwk' })
  const data = Buffer.alloc(500)
  const costs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    for (let n = 0; n < 500; n++) sign('sha256', data, key)
    const { user, system } = process.cpuUsage(before)
    costs.push((user + system) / 500)
  }
  return Math.min(...costs)
}
