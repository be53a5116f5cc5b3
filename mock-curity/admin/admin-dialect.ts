import type { FastifyReply, FastifyRequest } from 'fastify'
import { html } from '../../kit/html.ts'
import type { App } from '../../kit/mock-server.ts'
import { Refusal } from '../../kit/reason.ts'
import { explain } from '../../kit/recorder.ts'
import { NotServed } from '../errors.ts'
import { admin as reasons } from './admin-reasons.ts'
import { errorForm, mediaTypeOf } from './media-types.ts'
import { malformedMessage, RestconfError } from './restconf-errors.ts'

/** Whatever is thrown goes out as RESTCONF words it (RFC 8040 §7.1); what is not served has no body. */
export function speakRestconf(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error)
    if (refusal.status >= 500) request.log.error(error)
    return refuseAtAdmin(refusal, request, reply)
  })
}

/** Answers a refusal at the admin port. */
function refuseAtAdmin(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  explain(request, refusal.reason)
  reply.code(refusal.status)
  if (refusal instanceof NotServed || refusal instanceof RestconfError) {
    if (refusal.allow) reply.header('allow', refusal.allow.join(', '))
  }
  if (!(refusal instanceof RestconfError)) return reply.send()
  if (refusal.status === 401) reply.header('www-authenticate', 'Basic realm="restconf"')
  const form = errorForm(request)
  return reply.type(mediaTypeOf(form)).send(form === 'json' ? jsonErrors(refusal) : xmlErrors(refusal))
}

const jsonErrors = ({ entries }: RestconfError): string =>
  JSON.stringify({ 'ietf-restconf:errors': { error: entries } })

function xmlErrors({ entries }: RestconfError): string {
  const errors = entries.map((entry) => {
    const members = Object.entries(entry).map(([name, text]) => `<${name}>${html`${text}`.text}</${name}>`)
    return `<error>${members.join('')}</error>`
  })
  return `<errors xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf">${errors.join('')}</errors>`
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { statusCode = 500, message } = error as { statusCode?: number; message: string } // Fastify's own errors carry a status
  if (statusCode === 413) {
    const entries = [
      { 'error-type': 'protocol', 'error-tag': 'too-big', 'error-message': 'the body is too large' },
    ] as const
    return new RestconfError(413, entries, reasons.body('send a smaller body'))
  }
  if (statusCode < 500) return malformedMessage(message)
  const entries = [
    { 'error-type': 'application', 'error-tag': 'operation-failed', 'error-message': 'internal error' },
  ] as const
  return new RestconfError(500, entries, reasons.internal())
}
