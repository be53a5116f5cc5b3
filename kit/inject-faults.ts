import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Fault } from './fault-schema.ts'
import type { ArmedFault, FaultableCall, FaultPlan } from './faults.ts'
import { isLever, noteSent, routeOf, warn } from './recorder.ts'
import type { ClientOf, ClientSources } from './recording.ts'

/** Lets the faults of `plan` take calls before the server sees them. Levers (`/_mock/…`) are never hit. */
export function injectFaults(app: FastifyInstance, plan: FaultPlan, clientOf: ClientOf = () => undefined): void {
  const inject = (request: FastifyRequest, reply: FastifyReply, done: () => void, only: (fault: Fault) => boolean) => {
    const fault = plan.take(
      callOf(request, () => clientOf(request)),
      only,
    )
    if (fault) carryOut(fault, request, reply, done)
    else done()
  }
  app.addHook('onRequest', (request, reply, done) => {
    if (plan.empty || isLever(request)) return done()
    inject(request, reply, done, ({ requestBody }) => requestBody === undefined)
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

const callOf = (request: FastifyRequest, client: FaultableCall['client']): FaultableCall => ({
  route: routeOf(request),
  url: request.raw.url ?? request.url,
  headers: request.headers,
  address: request.ip,
  client,
  body: request.body,
})

/** What only the server's own answer can be made into. */
const changesAnswer = new Set<Fault['kind']>(['truncate', 'stall', 'garble', 'patch'])

function carryOut(fault: ArmedFault, request: FastifyRequest, reply: FastifyReply, proceed: () => void): void {
  warn(request, `fault ${fault.id} (${fault.kind}${isCommitted(fault) ? ', committed' : ''}) took this call`)
  const act = () => effect(fault, request, reply, proceed)
  // After the work is done, a committed fault waits with the answer instead.
  if (isCommitted(fault)) act()
  else later(fault, reply, act)
}

/** Waits as long as the fault says; for ever when nobody waits any more: the caller hung up, or the server closed. */
function later({ kind, ms = kind === 'delay' ? 1000 : 0 }: Fault, reply: FastifyReply, act: () => void): void {
  if (ms > 0) {
    const timer = setTimeout(act, ms)
    reply.raw.once('close', () => clearTimeout(timer))
  } else act()
}

const isCommitted = (fault: Fault) => 'commit' in fault && fault.commit === true

function effect(fault: ArmedFault, request: FastifyRequest, reply: FastifyReply, proceed: () => void): void {
  if (isCommitted(fault) || changesAnswer.has(fault.kind)) changeAnswer(fault, request, reply, proceed)
  else if (fault.kind === 'delay') proceed()
  else if (fault.kind === 'answer' || fault.kind === 'rate-limit') answer(fault, reply)
  else {
    reply.hijack()
    if (fault.kind === 'reset') reply.raw.socket?.resetAndDestroy()
    if (fault.kind !== 'hang') reply.raw.destroy()
  }
}

/** Lets the server work, and makes of its answer what the fault says. Loaded with the first fault that needs it. */
function changeAnswer(fault: ArmedFault, request: FastifyRequest, reply: FastifyReply, proceed: () => void): void {
  Promise.all([import('./held-answer.ts'), import('./fault-effects.ts')]).then(
    ([{ holdAnswer }, { release }]) => {
      holdAnswer(reply.raw, (held) => {
        const send = () => release(fault, reply.raw, held, (text) => noteSent(request, text))
        if (isCommitted(fault)) later(fault, reply, send)
        else send()
      })
      proceed()
    },
    (error) => {
      request.log.error(error)
      reply.raw.destroy()
    },
  )
}

function answer(fault: Extract<ArmedFault, { kind: 'answer' | 'rate-limit' }>, reply: FastifyReply): void {
  import('./fault-effects.ts').then(({ answerOf }) => {
    const { status, headers, text } = answerOf(fault)
    reply.code(status).headers(headers).send(text)
  })
}
