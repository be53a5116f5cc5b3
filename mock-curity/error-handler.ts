import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Behaviour } from '../kit/behaviour.ts'
import { html } from '../kit/html.ts'
import type { App } from '../kit/mock-server.ts'
import { Refusal } from '../kit/reason.ts'
import { explain } from '../kit/recorder.ts'
import type { Switches } from './behaviour.ts'
import type { Configuration } from './configuration/configuration.ts'
import {
  type Challenge,
  InvalidClient,
  invalidRequest,
  NoBearerToken,
  NotServed,
  OAuthError,
  serverError,
} from './errors.ts'
import { internal, request as requestReasons } from './reasons.ts'

/** What decides how much a refusal says. */
export interface ErrorDialect {
  configuration: Configuration
  behaviour: Behaviour<Switches>
}

/** Answers a refusal. */
export type Refuse = (refusal: Refusal, request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Whatever is thrown goes out as `refuse` words it. */
export function speakOAuthErrors(app: App, refuse: Refuse): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error)
    if (refusal.status >= 500) request.log.error(error)
    return refuse(refusal, request, reply)
  })
}

/** For addresses that cannot be read, which come to no handler: a broken percent-encoding. */
export const refuseBadUrl = (refuse: Refuse) => (error: Error, request: FastifyRequest, reply: FastifyReply) => {
  refuse(new NotServed(400, requestReasons.unreadable(error.message)), request, reply)
}

/** OAuth's words for what an endpoint refuses, and those of the product's web server where none speaks (`curity.md` 1.2, 4.4). */
export function oauthErrors({ configuration, behaviour }: ErrorDialect): Refuse {
  return (refusal, request, reply) => {
    explain(request, refusal.reason)
    if (refusal instanceof NotServed) return answerNotServed(refusal, reply)
    const { realm, detailedErrors } = configuration.service
    if (refusal instanceof NoBearerToken) {
      return reply
        .code(401)
        .header('www-authenticate', challengeText({ scheme: 'Bearer' }, realm))
        .send()
    }
    const { status, error, challenge, message } = asOAuth(refusal)
    reply.code(status).header('cache-control', 'no-store').type('application/json')
    if (challenge) reply.header('www-authenticate', challengeText(challenge, realm))
    return reply.send(JSON.stringify(detailedErrors ? { error, error_description: message } : { error }))
  }

  function asOAuth(refusal: Refusal): OAuthError {
    if (!(refusal instanceof InvalidClient))
      return refusal instanceof OAuthError ? refusal : serverError(refusal.message)
    const { invalidClientStatus, wwwAuthenticate } = behaviour.current
    const challenged = wwwAuthenticate === 'always' || (wwwAuthenticate === 'with-basic' && refusal.usedBasic)
    const { error, message, reason } = refusal
    return new OAuthError(invalidClientStatus, error, message, reason, challenged ? { scheme: 'Basic' } : undefined)
  }

  function answerNotServed({ status, message, allow }: NotServed, reply: FastifyReply): FastifyReply {
    reply.code(status)
    if (allow) reply.header('allow', allow.join(', '))
    const { notServedBody } = behaviour.current
    if (notServedBody === 'json') return reply.send({ error: notServedCodes[status] })
    if (notServedBody === 'html') return reply.type('text/html').send(page(message))
    return reply.send()
  }
}

const notServedCodes: Record<number, string> = { 400: 'bad_request', 404: 'not_found', 405: 'method_not_allowed' }

const page = (message: string) =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${message}</title></head><body><p>${message}</p></body></html>`
    .text

function challengeText({ scheme, parameters = {} }: Challenge, realm: string): string {
  const named = Object.entries({ realm, ...parameters }).map(([name, value]) => `${name}="${value}"`)
  return `${scheme} ${named.join(', ')}`
}

/** What Fastify throws, as a refusal: the request was wrong, or the server is. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  // Fastify's own errors carry a status, and for a failed schema the violations.
  const {
    statusCode = 500,
    validation,
    message,
  } = error as { statusCode?: number; validation?: object; message: string }
  if (validation)
    return invalidRequest('The request has missing, repeated or malformed parameters', requestReasons.invalid(message))
  if (statusCode === 413)
    return new OAuthError(413, 'invalid_request', 'The request is too large', requestReasons.tooLarge())
  if (statusCode < 500) return invalidRequest('The request could not be read', requestReasons.unreadable(message))
  return serverError('Something went wrong', internal())
}
