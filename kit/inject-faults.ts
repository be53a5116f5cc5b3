import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ArmedFault, FaultPlan } from './faults.ts'
import { isLever, routeOf } from './recorder.ts'

/** Lets the faults of `plan` take calls before the server sees them. Levers (`/_mock/…`) are never hit. */
export function injectFaults(app: FastifyInstance, plan: FaultPlan): void {
  app.addHook('onRequest', (request, reply, done) => {
    const fault = plan.empty || isLever(request) ? undefined : plan.take(routeOf(request))
    if (fault) carryOut(fault, reply, done)
    else done()
  })
}

function carryOut(fault: ArmedFault, reply: FastifyReply, proceed: () => void): void {
  if (fault.kind === 'slow') {
    const timer = setTimeout(proceed, fault.ms ?? 1000)
    // Nobody waits any more: the caller hung up, or the server closed.
    reply.raw.once('close', () => clearTimeout(timer))
  } else if (fault.kind === 'hang-up') {
    reply.hijack()
    reply.raw.destroy()
  } else {
    answer(fault, reply)
  }
}

function answer({ status = 503, headers = {}, body }: ArmedFault, reply: FastifyReply): void {
  reply.code(status).headers(headers)
  if (body === undefined && [204, 205, 304].includes(status)) reply.send()
  else if (typeof body === 'string') reply.send(body)
  else {
    if (!reply.hasHeader('content-type')) reply.type('application/json')
    reply.send(JSON.stringify(body === undefined ? { message: 'armed fault' } : body))
  }
}
