import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify'
import { type Clock, systemClock } from './clock.ts'
import { ExchangeBus } from './exchanges.ts'
import { FaultPlan, injectFaults } from './faults.ts'
import { recordExchanges } from './recorder.ts'
import { serializerCompiler, validatorCompiler } from './validation.ts'

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
  /** Largest request body in bytes; default 1 MiB. */
  bodyLimit?: number
  /** Prints what went wrong inside the server to standard error; default false. */
  log?: boolean
}

/** The bare application that every server starts from: validation, then recorder, then faults. It does not listen. */
export function mockServer(
  server: string,
  {
    clock = systemClock,
    exchanges = new ExchangeBus(),
    faults = new FaultPlan(),
    bodyLimit = 1024 * 1024,
    log = false,
  }: MockServerOptions = {},
): App {
  const app = fastify({
    bodyLimit,
    logger: log && { level: 'error' },
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1024 },
    schemaController: {
      compilersFactory: {
        buildValidator: () => validatorCompiler as never,
        buildSerializer: () => serializerCompiler,
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>()
  recordExchanges(app, { server, bus: exchanges, clock })
  injectFaults(app, faults)
  return app
}
