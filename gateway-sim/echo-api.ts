import { type Clock, systemClock } from '../kit/clock.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { type App, mockServer, type ServerTls } from '../kit/mock-server.ts'
import { redactBody, redactHeaders, redactUrl } from '../kit/redact.ts'

/** What the echo API shares with the servers beside it. */
export interface EchoApiOptions {
  exchanges?: ExchangeBus
  clock?: Clock
  log?: boolean
  tls?: ServerTls | undefined
}

/** The API behind the gateway when nobody names another: answers 200 with what it was asked, secrets masked. It does not listen. */
export function buildEchoApi({
  exchanges = new ExchangeBus(),
  clock = systemClock,
  log = false,
  tls,
}: EchoApiOptions = {}): App {
  const app = mockServer('echo-api', { exchanges, clock, log, tls })
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

/** The body as text with its secrets masked; null for none. */
function echoed(type: string, body: unknown): string | null {
  return typeof body === 'string' && body !== '' ? redactBody(type, body) : null
}
