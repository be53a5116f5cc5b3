import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type RawServerDefault,
} from 'fastify'
import { type Clock, systemClock } from './clock.ts'
import { noteRoutes } from './declared-routes.ts'
import { ErrorLog } from './error-log.ts'
import { ExchangeBus } from './exchanges.ts'
import { FaultPlan } from './faults.ts'
import { injectFaults } from './inject-faults.ts'
import { handOverToParts } from './lazy-part.ts'
import { icon, iconPath } from './pages/icon.ts'
import { serializerCompiler } from './projection.ts'
import { recordedStreams } from './recorded-streams.ts'
import { recordExchanges } from './recorder.ts'
import type { ClientOf } from './recording.ts'
import type { Certificate } from './tls/certificate-authority.ts'
import { validatorCompiler } from './validation.ts'

/** A Fastify application whose handlers are typed by their TypeBox schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export interface MockServerOptions {
  clock?: Clock
  exchanges?: ExchangeBus
  faults?: FaultPlan
  /** Finds the client that a request comes from or is about, for faults that take the calls of one. */
  clientOf?: ClientOf
  /** Largest request body in bytes; default 1 MiB. */
  bodyLimit?: number
  /** Callers that have it are told reasons, wherever they call from. */
  controlToken?: string | undefined
  /** Prints what went wrong inside the server to standard error; default false. */
  log?: boolean
  /** Browsers that show what it answers get an icon, which is no traffic of the product: it is not recorded, and no fault hits it. */
  icon?: boolean
  /** Serves https with this certificate; default: http. */
  tls?: ServerTls | undefined
  /** What a server needs of the HTTP layer before any route or hook runs. */
  connection?: Pick<
    FastifyHttpOptions<RawServerDefault>,
    'rewriteUrl' | 'clientErrorHandler' | 'frameworkErrors' | 'http'
  >
}

/** A certificate, and whether callers are asked for theirs; whose they take is for the server to judge. */
export interface ServerTls extends Certificate {
  asksClients?: boolean
}

/** The bare application that every server starts from: validation, then parts, recorder, faults. It does not listen. */
export function mockServer(
  server: string,
  {
    clock = systemClock,
    exchanges = new ExchangeBus(),
    faults = new FaultPlan(),
    clientOf,
    controlToken,
    bodyLimit = 1024 * 1024,
    log = false,
    icon = false,
    tls,
    connection = {},
  }: MockServerOptions = {},
): App {
  const app = fastify({
    ...connection,
    http: { ...recordedStreams, ...connection.http },
    ...(tls && { https: httpsOptions(tls, connection) }),
    bodyLimit,
    ...(log && logging(new ErrorLog(server))),
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // A timer for each plugin would cost a start more than it could tell: ours wait for nothing.
    pluginTimeout: 0,
    routerOptions: { maxParamLength: 1024 },
    schemaController: {
      compilersFactory: {
        buildValidator: () => validatorCompiler as never,
        buildSerializer: () => serializerCompiler,
      },
    },
    // A server of https has all that is used of one of http.
  } as FastifyHttpOptions<RawServerDefault>).withTypeProvider<TypeBoxTypeProvider>()
  // Bytes that are no request get Node's own answer, as at a server that is made late: Fastify's says that it is Fastify.
  if (!connection.clientErrorHandler) app.server.removeAllListeners('clientError')
  noteRoutes(app)
  if (icon) serveIcon(app)
  handOverToParts(app)
  recordExchanges(app, { server, bus: exchanges, clock, controlToken, clientOf })
  injectFaults(app, faults, clientOf)
  return app
}

function serveIcon(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url !== iconPath) return done()
    reply.code(200).headers({ 'content-type': icon.type, 'cache-control': 'public, max-age=86400' }).send(icon.body)
  })
}

const httpsOptions = (
  { cert, key, asksClients = false }: ServerTls,
  { http }: MockServerOptions['connection'] & object,
) => ({
  ...recordedStreams,
  ...http,
  cert,
  key,
  requestCert: asksClients,
  rejectUnauthorized: false,
})

interface Logging {
  loggerInstance: FastifyBaseLogger
  childLoggerFactory: (log: unknown, bindings: unknown, options: unknown, request: IncomingMessage) => ErrorLog
}

const logging = (log: ErrorLog): Logging => ({
  loggerInstance: log,
  childLoggerFactory: (_log, _bindings, _options, request) => log.of(request),
})
