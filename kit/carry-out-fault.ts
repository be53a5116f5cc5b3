import type { FastifyReply, FastifyRequest } from 'fastify'
import { longestTimer } from './clock.ts'
import type { Fault } from './fault-schema.ts'
import type { ArmedFault } from './faults.ts'
import type { Held } from './held-answer.ts'
import { noteSent, warn } from './recorder.ts'

/** Does to a call what the fault says that took it; lets it proceed where the server is to see it. */
export function carryOut(fault: ArmedFault, request: FastifyRequest, reply: FastifyReply, proceed: () => void): void {
  tell(fault, request)
  const act = () => effect(fault, request, reply, proceed)
  // After the work is done, a committed fault waits with the answer instead.
  if (isCommitted(fault)) act()
  else later(fault, reply, act)
}

/**
 * Lets the call proceed, and does to its answer what a fault says that takes it only then.
 * @param take the fault for an answer of this status, if there is one
 */
export function carryOutAtAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  take: (status: number) => ArmedFault | undefined,
  proceed: () => void,
): void {
  changeAnswer(request, reply, proceed, (status) => {
    const fault = take(status)
    if (fault) tell(fault, request)
    return fault
  })
}

const tell = (fault: ArmedFault, request: FastifyRequest): void =>
  warn(request, `fault ${fault.id} (${fault.kind}${isCommitted(fault) ? ', committed' : ''}) took this call`)

/** Whether the server does its work first: it is told to, or the fault goes by what the server answers. */
const isCommitted = (fault: Fault) => ('commit' in fault && fault.commit === true) || fault.answered !== undefined

/** Waits as long as the fault says; for ever when nobody waits any more: the caller hung up, or the server closed. */
function later({ kind, ms = kind === 'delay' ? 1000 : 0 }: Fault, reply: FastifyReply, act: () => void): void {
  if (ms > 0) {
    const timer = setTimeout(act, Math.min(ms, longestTimer))
    reply.raw.once('close', () => clearTimeout(timer))
  } else act()
}

/** What only the server's own answer can be made into. */
const changesAnswer = new Set<Fault['kind']>(['truncate', 'stall', 'trickle', 'garble', 'patch'])

function effect(fault: ArmedFault, request: FastifyRequest, reply: FastifyReply, proceed: () => void): void {
  if (isCommitted(fault) || changesAnswer.has(fault.kind)) changeAnswer(request, reply, proceed, () => fault)
  else if (fault.kind === 'delay') proceed()
  else if (fault.kind === 'answer' || fault.kind === 'rate-limit') answer(fault, reply)
  else {
    reply.hijack()
    if (fault.kind === 'reset') reply.raw.socket?.resetAndDestroy()
    if (fault.kind !== 'hang') reply.raw.destroy()
  }
}

/** Lets the server work, and makes of its answer what the fault says that `taking` gives for it. Loaded with the first fault that needs it. */
function changeAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  proceed: () => void,
  taking: (status: number) => ArmedFault | undefined,
): void {
  Promise.all([import('./held-answer.ts'), import('./fault-effects.ts')]).then(
    ([{ holdAnswer }, { release }]) => {
      holdAnswer(reply.raw, (status): Held | undefined => {
        const fault = taking(status)
        if (!fault) return undefined
        return (answer) => {
          const send = () => release(fault, reply.raw, answer, (text) => noteSent(request, text))
          if (isCommitted(fault)) later(fault, reply, send)
          else send()
        }
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
