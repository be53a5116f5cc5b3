import type { FastifyInstance } from 'fastify'
import { type Reason, Refusal } from '../../kit/reason.ts'
import { explain } from '../../kit/recorder.ts'

/** A refusal of an authorization server (RFC 6749 §5.2). */
export class OAuthError extends Refusal {
  readonly error: string

  constructor(status: number, error: string, description: string, reason?: Reason) {
    const fallback = { code: `konnect.identity.${error.replaceAll('_', '-')}`, advice: description }
    super(status, description, reason ?? fallback)
    this.error = error
  }
}

export const unknownAuthServer = (id: string): OAuthError =>
  new OAuthError(404, 'not_found', 'there is no such authorization server', {
    code: 'konnect.identity.unknown-server',
    advice: `there is no authorization server ${id}; GET /v1/auth-servers lists them with their issuers`,
  })

export const invalidClient = (why: string): OAuthError =>
  new OAuthError(401, 'invalid_client', 'client authentication failed', {
    code: 'konnect.identity.invalid-client',
    advice: why,
  })

/** Makes `app` refuse as OAuth does; a mistake of the framework's is an `invalid_request`. */
export function speakOAuthErrors(app: FastifyInstance): void {
  app.setErrorHandler((thrown, request, reply) => {
    const error = thrown instanceof OAuthError ? thrown : fromFramework(thrown as { statusCode?: number })
    if (!(thrown instanceof OAuthError) && error.status === 500) request.log.error(thrown)
    explain(request, error.reason)
    if (error.error === 'invalid_client') reply.header('www-authenticate', 'Basic realm="kong-identity"')
    return reply.code(error.status).send({ error: error.error, error_description: error.message })
  })
}

function fromFramework({ statusCode = 500 }: { statusCode?: number }): OAuthError {
  if (statusCode >= 500) return new OAuthError(500, 'server_error', 'an unexpected error occurred')
  return new OAuthError(400, 'invalid_request', 'the body or its media type is not what this endpoint takes')
}
