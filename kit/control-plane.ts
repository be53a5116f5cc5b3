import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Behaviour } from './behaviour.ts'
import type { AdjustableClock } from './clock.ts'
import { accept, Complaints } from './complaints.ts'
import { routesOf } from './declared-routes.ts'
import type { ExchangeBus } from './exchanges.ts'
import type { Fault } from './fault-schema.ts'
import type { FaultPlan } from './faults.ts'
import { inspectionOf } from './inspector/inspection.ts'
import { mountLazily } from './lazy-part.ts'
import { guardLevers } from './lever-access.ts'
import { type App, mockServer } from './mock-server.ts'
import { nearest } from './nearest.ts'

/** What a server knows, as one document. */
export interface ServerState {
  /** @param secrets false masks or leaves out every secret, so that the document cannot be loaded again */
  snapshot(options: { secrets: boolean }): Promise<object>
  /** @throws Complaints when the document is not one of this server's; nothing is changed then. */
  restore(document: unknown): Promise<void>
  /** Back to what the server was started with. */
  reset(): Promise<void>
}

/** The levers of one server, in process. `/_mock/…` offers the same objects over HTTP. */
export interface Levers {
  server: string
  clock: AdjustableClock
  exchanges: ExchangeBus
  faults: FaultPlan
  behaviour: Behaviour<object>
  state: ServerState
}

/** What can be hit by a fault; may have to be made first. */
export type Routes = () => readonly string[] | Promise<readonly string[]>

export interface ControlPlaneOptions {
  levers: Levers
  /** Bearer token that opens the levers to callers that do not come from loopback; without one they stay shut. */
  controlToken?: string | undefined
  /** Below which paths, besides `/_mock`, pages stand that read levers in a browser's name. */
  beside?: readonly string[]
  /** Routes of the application whose faults are armed, when the levers stand on another (an admin port). */
  faultable?: Routes
  /** The application has a route that takes every path: the levers come before it. */
  overRoutes?: boolean
}

/** A hundred years, and the year 2200: times beyond are no dates for everybody who reads them. */
const furthest = { advance: 100 * 365 * 86_400_000, freeze: Date.UTC(2200) }

const ClockChange = Type.Object(
  {
    advance: Type.Optional(
      Type.Integer({
        minimum: -furthest.advance,
        maximum: furthest.advance,
        description: 'ms to move by; negative: back',
      }),
    ),
    freeze: Type.Optional(
      Type.Union([
        Type.Boolean(),
        Type.Integer({ minimum: 0, maximum: furthest.freeze, description: 'epoch ms to stand at' }),
      ]),
    ),
    skew: Type.Optional(
      Type.Integer({
        minimum: -furthest.advance,
        maximum: furthest.advance,
        description: "ms from the machine's time; negative: behind",
      }),
    ),
    reset: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

/** Mounts the levers under `/_mock/`, and there the inspector, which shows every server of the process. */
export function controlPlane(app: App, options: ControlPlaneOptions): void {
  const { levers, controlToken, faultable, overRoutes, beside = [] } = options
  const routes = faultable ?? (() => routesOf(app))
  const { servers, levers: shared } = inspectionOf(levers.exchanges)
  servers.set(levers.server, app)
  app.addHook('onClose', async () => {
    if (servers.get(levers.server) === app) servers.delete(levers.server)
  })
  const make = async () => {
    const [{ exchangeLevers }, { inspector }] = await Promise.all([
      import('./inspector/exchange-levers.ts'),
      import('./inspector/inspector.ts'),
    ])
    const mock = mockServer(`${levers.server} levers`)
    mock.register(
      async (scope) => {
        scope.setErrorHandler((error, _request, reply) => reply.code(statusOf(error)).send(messageOf(error)))
        guardLevers(scope, controlToken)
        health(scope, levers)
        exchangeLevers(scope, levers.server, levers.exchanges)
        state(scope, levers)
        faults(scope, levers, routes)
        clock(scope, levers)
        switches(scope, levers)
        quirks(scope, levers)
        await Promise.all(Array.from(shared.values(), (mount) => mount(scope)))
      },
      { prefix: '/_mock' },
    )
    const { server, exchanges: bus } = levers
    mock.register(inspector, { prefix: '/_mock', server, bus, controlToken, beside })
    return mock
  }
  mountLazily(app, ['/_mock'], make, overRoutes)
}

function health(mock: FastifyInstance, { server }: Levers): void {
  mock.get('/health', async () => ({ status: 'ok', server }))
}

function state(mock: FastifyInstance, { state, exchanges, faults, clock, behaviour }: Levers): void {
  mock.get('/state', { schema: { querystring: Type.Object({ secrets: Type.Optional(Type.Boolean()) }) } }, (request) =>
    state.snapshot({ secrets: (request.query as { secrets?: boolean }).secrets ?? false }),
  )
  mock.put('/state', { bodyLimit: 1024 ** 3 }, async (request, reply) => {
    await state.restore(request.body)
    return reply.code(204).send()
  })
  mock.post('/reset', async (_request, reply) => {
    await state.reset()
    exchanges.clear()
    faults.clear()
    clock.reset()
    behaviour.reset()
    return reply.code(204).send()
  })
}

function faults(mock: FastifyInstance, { faults }: Levers, routes: Routes): void {
  mock.get('/faults', async () => ({ faults: faults.list(), endpoints: faults.endpoints }))
  mock.get('/faults/routes', async () => ({ routes: await routes() }))
  mock.post('/faults', async (request, reply) => {
    const { acceptFault } = await import('./fault-schema.ts')
    const fault = acceptFault(request.body)
    await refuseUnknownRoute(fault, routes)
    return reply.code(201).send(faults.arm(fault))
  })
  mock.delete('/faults', async (_request, reply) => {
    faults.clear()
    return reply.code(204).send()
  })
  mock.delete('/faults/:id', async (request, reply) => {
    const known = faults.disarm(Number((request.params as { id: string }).id))
    return known ? reply.code(204).send() : reply.code(404).send({ message: 'no fault with this id is armed' })
  })
}

/** @throws Complaints that say what was meant, when no call could ever be hit */
async function refuseUnknownRoute({ route }: Fault, routes: Routes): Promise<void> {
  if (route === undefined || route === 'unmatched') return
  const known = await routes()
  if (known.includes(route)) return
  throw new Complaints('fault', [{ path: 'route', expected: `no such route${nearest(route, known)}` }])
}

function clock(mock: FastifyInstance, { clock }: Levers): void {
  const reading = () => ({ now: clock.now(), frozen: clock.frozen, offset: clock.offset })
  mock.get('/clock', async () => reading())
  mock.post('/clock', async (request) => {
    const change = accept(ClockChange, request.body, 'clock')
    if (change.reset) clock.reset()
    if (change.skew !== undefined) clock.skew(change.skew)
    if (change.freeze === false) clock.resume()
    else if (change.freeze !== undefined) clock.freeze(change.freeze === true ? undefined : change.freeze)
    if (change.advance !== undefined) clock.advance(change.advance)
    return reading()
  })
}

function switches(mock: FastifyInstance, { behaviour }: Levers): void {
  mock.get('/behaviour', async () => ({ behaviour: behaviour.current, schema: behaviour.schema }))
  mock.patch('/behaviour', async (request) => {
    await behaviour.change(accept(Type.Object({}), request.body, 'behaviour'))
    return { behaviour: behaviour.current }
  })
}

const Names = Type.Optional(Type.Array(Type.String()))
const QuirkChange = Type.Object(
  {
    on: Names,
    off: Names,
    release: Type.Optional(
      Type.String({ pattern: '^[0-9]+(\\.[0-9]+){0,3}$', description: 'exactly the quirks that this release has' }),
    ),
  },
  { additionalProperties: false },
)

function quirks(mock: FastifyInstance, { behaviour }: Levers): void {
  mock.get('/quirks', async () => ({ quirks: await behaviour.quirks.list() }))
  mock.patch('/quirks', async (request) => {
    await behaviour.quirks.change(accept(QuirkChange, request.body, 'quirks'))
    return { quirks: await behaviour.quirks.list() }
  })
}

const statusOf = (error: unknown): number =>
  error instanceof Complaints ? 400 : ((error as { statusCode?: number }).statusCode ?? 500)

function messageOf(error: unknown): object {
  if (error instanceof Complaints) return { message: error.message, complaints: error.list }
  return { message: statusOf(error) === 500 ? 'the lever failed' : (error as Error).message }
}
