import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Behaviour } from '../kit/behaviour.ts'
import type { App } from '../kit/mock-server.ts'
import { explain } from '../kit/recorder.ts'
import type { GatewayBehaviour } from './behaviour.ts'
import { type ErrorBody, errorBody, exitBody, nginxPage } from './error-body.ts'
import { GatewayError, methodNotAllowed, unexpected } from './errors.ts'
import { gatewayVersion } from './gateway-version.ts'
import * as reasons from './reasons.ts'

/** Makes everything that is thrown in `app`, and CONNECT, which alone no route takes, an answer as the data plane gives it (gateway.md 8.2-8.4). */
export function speakKongErrors(app: App, behaviour: Behaviour<GatewayBehaviour>): void {
  app.setErrorHandler((error, request, reply) =>
    answer(asGatewayError(error, request), request, reply, behaviour.current),
  )
  app.setNotFoundHandler((request, reply) =>
    answer(methodNotAllowed(reasons.methodRefused(request.method)), request, reply, behaviour.current),
  )
}

function asGatewayError(error: unknown, request: FastifyRequest): GatewayError {
  if (error instanceof GatewayError) return error
  request.log.error(error)
  return unexpected(reasons.fault())
}

function answer(error: GatewayError, request: FastifyRequest, reply: FastifyReply, switches: GatewayBehaviour) {
  const { type, text } = bodyOf(error, request, switches)
  explain(request, error.reason)
  return asOwn(reply, switches).code(error.status).headers(error.headers).type(type).send(text)
}

/** Gives a reply the headers of every answer of the node's own (gateway.md 8.2). */
export const asOwn = (reply: FastifyReply, { gatewayVersion: release }: GatewayBehaviour): FastifyReply =>
  reply
    .header('server', gatewayVersion(release).server)
    .header('x-kong-response-latency', Math.round(reply.elapsedTime))
    .header('x-kong-request-id', reply.request.id)

function bodyOf(
  { form, status, message }: GatewayError,
  request: FastifyRequest,
  switches: GatewayBehaviour,
): ErrorBody {
  if (form === 'exit') return exitBody(message)
  if (form === 'page') return status === 200 ? { type: 'text/html', text: '' } : nginxPage(message)
  const { errorsWithRequestId } = gatewayVersion(switches.gatewayVersion)
  const fallback = form === 'nginx' ? (request.headers['content-type'] ?? 'text/plain') : undefined
  return errorBody(message, errorsWithRequestId ? request.id : undefined, request.headers.accept ?? fallback)
}
