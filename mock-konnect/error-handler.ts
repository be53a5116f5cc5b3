import type { FastifyReply, FastifyRequest } from 'fastify'
import { routesOf } from '../kit/declared-routes.ts'
import type { Ids } from '../kit/ids.ts'
import { lineageOf } from '../kit/lazy-part.ts'
import type { App } from '../kit/mock-server.ts'
import { nearest } from '../kit/nearest.ts'
import type { Reason } from '../kit/reason.ts'
import { explain } from '../kit/recorder.ts'
import { badRequest, invalidParameters, notFound, Problem } from './errors.ts'
import { howToReason } from './problems/how-to-forms.ts'
import * as reasons from './reasons.ts'

const mediaType = 'application/problem+json; charset=utf-8'
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Makes `app` answer every refusal as a problem document (`konnect.md` 1.4), unknown paths and broken bodies too. */
export function speakProblems(app: App, { ids }: { ids: Ids }): void {
  // Bodies are JSON; the framework would also take plain text.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error, request, reply) => sendProblem(problemOf(error, request), request, reply, ids))
  app.setNotFoundHandler((request, reply) => sendProblem(notFound(pathReason(app, request)), request, reply, ids))
}

/** The answer to a URL that cannot be decoded, which reaches no route and no hook. */
export const refuseBadUrl =
  ({ ids }: { ids: Ids }) =>
  (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void => {
    sendProblem(refusedByFramework(error.statusCode, 'Invalid URL'), request, reply, ids)
  }

function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply, ids: Ids): FastifyReply {
  explain(request, problem.reason ?? validationReason(problem, request))
  if (problem.status === 401 && ofGateway.test(request.url)) return sendGatewayRefusal(problem, request, reply)
  return reply
    .code(problem.status)
    .type(mediaType)
    .send(JSON.stringify(documentOf(problem, `kong:trace:${ids.digits('trace', 19)}`)))
}

/** What the configuration of a gateway is behind: its description has a 401 of its own. */
const ofGateway = /^\/v2\/control-planes\/[^/]+\/(core-entities|expected-config-hash)\b/

function sendGatewayRefusal({ status, message }: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const said = request.headers.authorization ? message : 'No API key found in request'
  return reply
    .code(status)
    .type('application/json')
    .send(JSON.stringify({ message: said, status }))
}

/** The problem document (`konnect.md` 1.4). */
function documentOf({ status, title, type, message, invalidParameters }: Problem, instance: string): object {
  return {
    status,
    title,
    ...(type && { type }),
    instance,
    detail: message,
    ...(invalidParameters && { invalid_parameters: invalidParameters.map(({ hint, ...told }) => told) }),
  }
}

function validationReason({ invalidParameters }: Problem, request: FastifyRequest): Reason | undefined {
  if (!invalidParameters) return undefined
  return howToReason(invalidParameters, request.body) ?? reasons.invalidParametersReason(invalidParameters)
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  const { code = '', statusCode = 500, message } = error as { code?: string; statusCode?: number; message: string }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return unsupportedMediaType(request)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Problem(413, 'Payload Too Large', 'Payload Too Large', { reason: reasons.bodyTooLarge() })
  }
  if (isBodyError(code, error)) return malformedBody()
  if (statusCode < 500) return refusedByFramework(statusCode, message)
  request.log.error(error)
  return new Problem(500, 'Internal Server Error', 'An unexpected error occurred')
}

/** What the framework refuses on its own. A 400 has parameters, though none may be to blame (`konnect.md` 1.4). */
const refusedByFramework = (status = 400, detail: string): Problem =>
  status === 400 ? badRequest(detail) : new Problem(status, 'Invalid Request', detail)

/** Fastify's own complaints about a body, and those of its JSON parser. */
const isBodyError = (code: string, error: unknown): boolean =>
  code.startsWith('FST_ERR_CTP_') || (error instanceof SyntaxError && 'statusCode' in error)

const malformedBody = (): Problem =>
  invalidParameters(
    [{ field: 'body', reason: '"body" must be valid JSON', rule: 'invalid', source: 'body' }],
    reasons.bodyMalformed(),
  )

/** Writes that describe a 415: those of API products, of APIs, and of what is told about them. */
const described415 = /^\/(v2\/api-products\b|v3\/apis(\/[^/?]+(\/(documents|versions|specifications)\b[^?]*)?)?(\?|$))/

/** 415 where it is described (`konnect.md` 1.3); elsewhere it is a 400. */
function unsupportedMediaType({ url }: FastifyRequest): Problem {
  const reason = reasons.unsupportedMediaTypeReason()
  if (!described415.test(url)) return badRequest('Unsupported Media Type', reason)
  return new Problem(415, 'Unsupported Media Type', 'Unsupported Media Type', { reason })
}

/** Whether the path itself is unknown, or only its method. */
function pathReason(app: App, { method, url }: FastifyRequest): Reason {
  const [path = ''] = url.split('?', 1)
  const apps = lineageOf(app)
  const served = methods.filter((verb) => apps.some((one) => one.findRoute({ method: verb, url: path })))
  if (served.length > 0) return reasons.methodNotServed(method, served)
  // The whole knows its parts by where they begin; a part knows its routes.
  const near =
    apps.length > 1
      ? nearest(
          path,
          apps.flatMap(routesOf).map((route) => filledIn(route, path)),
        )
      : beginnings
  return reasons.unknownPath(near)
}

const beginnings = ' (paths begin with /v1, /v2, /v3, /api/v2, /api/v3, /portal or /konnect)'

/** A declared route's path, with what the caller's own path has in place of parameters. */
function filledIn(route: string, path: string): string {
  const given = path.split('/')
  const steps = route.slice(route.indexOf(' ') + 1).split('/')
  return steps.map((step, at) => (step.startsWith(':') ? (given[at] ?? step) : step)).join('/')
}
