import Type from 'typebox'
import { behaviour } from '../kit/behaviour.ts'
import { type AdjustableClock, adjustableClock } from '../kit/clock.ts'
import { controlPlane, type Levers } from '../kit/control-plane.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { FaultPlan } from '../kit/faults.ts'
import { type App, mockServer, type ServerTls } from '../kit/mock-server.ts'
import { redactBody, redactHeaders, redactUrl } from '../kit/redact.ts'

/** What the echo API shares with the servers beside it. */
export interface EchoApiOptions {
  exchanges?: ExchangeBus
  clock?: AdjustableClock
  faults?: FaultPlan
  controlToken?: string | undefined
  log?: boolean
  tls?: ServerTls | undefined
}

/**
 * The API behind the gateway when nobody names another: answers 200 with what it was asked, secrets masked. Its levers stand below `/_mock/`;
 * faults call it `upstream`. It does not listen.
 */
export function buildEchoApi({
  exchanges = new ExchangeBus(),
  clock = adjustableClock(),
  faults = new FaultPlan(),
  controlToken,
  log = false,
  tls,
}: EchoApiOptions = {}): App {
  const app = mockServer(server, { exchanges, clock, faults, log, tls })
  faults.serve({ clock, endpoints: () => ({ upstream: ['* /*'] }) })
  const levers: Levers = { server, clock, exchanges, faults, behaviour: behaviour(Type.Object({})), state: stateless }
  controlPlane(app, { levers, controlToken, overRoutes: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  app.all('/*', async (request, reply) => {
    const [path = '/', query = ''] = redactUrl(request.raw.url ?? '/').split(/\?(.*)/s)
    return reply.type('application/json; charset=utf-8').send(
      JSON.stringify({
        method: request.method,
        path,
        query: Object.fromEntries(new URLSearchParams(query)),
        headers: redactHeaders(request.headers),
        body: echoed(request.headers['content-type'] ?? '', request.body),
      }),
    )
  })
  return app
}

const server = 'echo-api'

/** It knows nothing, so that every document is as good. */
const stateless: Levers['state'] = {
  snapshot: async () => ({ version: 1 }),
  restore: async () => undefined,
  reset: async () => undefined,
}

/** The body as text with its secrets masked; null for none. */
function echoed(type: string, body: unknown): string | null {
  return typeof body === 'string' && body !== '' ? redactBody(type, body) : null
}
