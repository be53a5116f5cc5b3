import type { App } from '../kit/mock-server.ts'
import { answerPreflight, isPreflight } from '../kit/preflight.ts'
import type { Services } from './services.ts'

/**
 * Lets scripts of some origins call and read the answers, as the Fetch standard asks. No cookies go along: nothing that scripts call needs
 * one. Before any hook that refuses: refusals are read, too.
 */
export function letOriginsIn(app: App, isAllowed: (origin: string) => Promise<boolean>): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (origin === undefined) return done()
    isAllowed(origin).then((allowed) => {
      if (!allowed) return done()
      // On Node's own answer: the engine of the interactive flows writes to that one.
      reply.raw.setHeader('access-control-allow-origin', origin)
      reply.raw.setHeader('vary', 'Origin')
      if (isPreflight(request)) answerPreflight(request, reply, 'GET,POST,PUT,DELETE')
      else done()
    }, done)
  })
}

/**
 * Whether a client has `origin` among its `allowed-origins`. The leaf and the member are documented (`curity.md` 2.5, 7.2), what they do is
 * inferred. Whichever client it is: a preflight does not say.
 */
export async function isOriginOfClient(
  origin: string,
  { configuration, registered }: Pick<Services, 'configuration' | 'registered'>,
): Promise<boolean> {
  for (const { allowedOrigins } of configuration.service.clients.values())
    if (allowedOrigins.includes(origin)) return true
  return (await registered.countBy('origin', origin)) > 0
}
