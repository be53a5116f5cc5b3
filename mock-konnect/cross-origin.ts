import type { App } from '../kit/mock-server.ts'
import { answerPreflight, isPreflight } from '../kit/preflight.ts'
import { isLoopback } from '../kit/recorder.ts'
import type { KonnectContext } from './context.ts'

/** What scripts may read of an answer, as the service lists it (`konnect.md` 1.3). */
const readable = 'Date,x-datadog-trace-id,Konnect-Acting-As,Konnect-Feature-Set,x-intercom-identity-hash'
const methods = 'GET,HEAD,PUT,PATCH,POST,DELETE'
const apis = /^\/(v[123]|api|konnect-api)(\/|\?|$)/

/**
 * Lets the frontend of a portal call from an origin of its own, cookies and all: the portal's cookies are made for that (`SameSite=None`,
 * `konnect.md` 1.2). The headers that every answer has are the service's; which origins it lets in is not published
 * (`allowedOrigins`), nor how it answers a preflight: that is as the Fetch standard asks.
 */
export function letOriginsIn(app: App, { behaviour }: Pick<KonnectContext, 'behaviour'>): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!apis.test(request.url)) return done()
    reply.header('access-control-allow-credentials', 'true').header('access-control-expose-headers', readable)
    const { origin } = request.headers
    if (origin === undefined) return done()
    reply.header('vary', 'Origin')
    if (!isAllowed(origin, behaviour.current.allowedOrigins)) return done()
    reply.header('access-control-allow-origin', origin)
    if (isPreflight(request)) answerPreflight(request, reply, methods)
    else done()
  })
}

/** @param allowed origins, or `loopback` for any on this machine, or `*` for any at all */
function isAllowed(origin: string, allowed: readonly string[]): boolean {
  if (allowed.includes('*') || allowed.includes(origin)) return true
  return allowed.includes('loopback') && URL.canParse(origin) && isOfThisMachine(new URL(origin).hostname)
}

const isOfThisMachine = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || isLoopback(host)
