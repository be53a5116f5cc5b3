import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { carryOut, carryOutAtAnswer } from './carry-out-fault.ts'
import type { Fault } from './fault-schema.ts'
import type { FaultableCall, FaultPlan } from './faults.ts'
import { isLever, routeOf } from './recorder.ts'
import type { ClientOf, ClientSources } from './recording.ts'

/** Lets the faults of `plan` take calls before the server sees them, or its answers go out. Levers (`/_mock/…`) are never hit. */
export function injectFaults(app: FastifyInstance, plan: FaultPlan, clientOf: ClientOf = () => undefined): void {
  /** Bodies that the server itself passes on unread. */
  const unread = new WeakMap<FastifyRequest, string>()
  const callOf = (request: FastifyRequest): FaultableCall => ({
    route: routeOf(request),
    url: request.raw.url ?? request.url,
    headers: request.headers,
    address: request.ip,
    client: () => clientOf(request),
    body: request.body ?? unread.get(request),
  })
  const inject = (request: FastifyRequest, reply: FastifyReply, done: () => void, only: (fault: Fault) => boolean) => {
    const fault = plan.take(callOf(request), (each) => each.answered === undefined && only(each))
    if (fault) carryOut(fault, request, reply, done)
    else done()
  }

  app.addHook('onRequest', (request, reply, done) => {
    if (plan.empty || isLever(request)) return done()
    const byHead = () => inject(request, reply, done, ({ requestBody }) => requestBody === undefined)
    const byUnreadBody = (body: string | undefined) => {
      if (body !== undefined) unread.set(request, body)
      inject(request, reply, done, () => true)
    }
    const take = () => {
      if (plan.byUnreadBody)
        import('./read-ahead.ts').then(({ readAhead }) => readAhead(request.raw)).then(byUnreadBody)
      else byHead()
    }
    if (plan.byAnswer) carryOutAtAnswer(request, reply, (status) => plan.take(callOf(request), isFor(status)), take)
    else take()
  })

  // What stands in the body is known only now. (The recorder has a hook here already; one at a further point would cost every call.)
  app.addHook('preValidation', (request, reply, done) => {
    if (plan.empty || !plan.byBody || isLever(request)) return done()
    const isNewClient = clientOf(bodiless(request)) === undefined
    const waited = ({ client, requestBody }: Fault) =>
      requestBody !== undefined || (client !== undefined && isNewClient)
    inject(request, reply, done, waited)
  })
}

/** The request as it was before its body was read. */
const bodiless = ({ headers, params, query }: FastifyRequest): ClientSources => ({
  headers,
  params,
  query,
  body: undefined,
})

/** Faults that take answers of this status: 401, or 4xx. */
const isFor =
  (status: number) =>
  ({ answered }: Fault): boolean =>
    answered === status || answered === `${Math.floor(status / 100)}xx`
