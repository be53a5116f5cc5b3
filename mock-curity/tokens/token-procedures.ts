import type { Client } from '../clients/client.ts'
import type { TokenFlow } from '../configuration/schema.ts'
import { OAuthError, serverError } from '../errors.ts'
import type { Form } from '../forms.ts'
import type { Services } from '../services.ts'
import { token as reasons } from '../token-reasons.ts'
import { scopesIn } from './scopes.ts'

/** What a token procedure is called with. Its shape is ours, the product's is not described. */
export interface TokenProcedureContext {
  flow: TokenFlow
  client: { id: string; properties: Readonly<Record<string, unknown>> }
  /** The client itself, or the user as it knows them. */
  subject: string
  /** What would be granted. */
  scope: readonly string[]
  /** The request's parameters, without credentials. */
  parameters: Readonly<Record<string, string>>
  exceptionFactory: {
    /** To be thrown: the request is refused with 400. @param error default: invalid_request */
    badRequestException(message: string, error?: string): Error
  }
}

/** What a procedure changes about an access token; what it leaves out stays. */
export interface TokenChanges {
  /** In place of what would be granted, separated by spaces: default scopes, for one (`curity.md` 4.2). */
  scope?: string
  /** Beside the claims that every token has, which stay what they are. */
  claims?: Readonly<Record<string, unknown>>
  /** For some clients alone (`curity.md` 4.3). */
  form?: 'jwt' | 'opaque'
}

/** Has the last word about an access token before it is issued. */
export type TokenProcedure = (
  context: TokenProcedureContext,
) => TokenChanges | undefined | Promise<TokenChanges | undefined>

/** Procedures by the name that the token endpoint's leaf `token-endpoint-procedures` has for them. */
export type TokenProcedures = Readonly<Record<string, TokenProcedure>>

/** What a token is about to be issued for. */
interface Asked {
  client: Client
  subject: string
  scope: string
}

/** What the procedure of `flow` makes of a token; undefined: the flow has none. @throws OAuthError */
export function tokenChanges(
  flow: TokenFlow,
  asked: Asked,
  form: Form,
  services: Services,
): Promise<TokenChanges & { scope: string }> | undefined {
  const name = services.configuration.service.tokenProcedures.get(flow)
  const procedure = name === undefined ? undefined : services.tokenProcedures[name]
  return procedure && changes(procedure, flow, asked, form)
}

async function changes(procedure: TokenProcedure, flow: TokenFlow, { client, subject, scope }: Asked, form: Form) {
  const { client_secret: _, client_assertion: __, password: ___, ...parameters } = form
  const context: TokenProcedureContext = {
    ...{ flow, subject, parameters, exceptionFactory },
    scope: scopesIn(scope),
    client: { id: client.id, properties: client.properties },
  }
  try {
    const given = (await procedure(context)) ?? {}
    return { ...given, scope: given.scope === undefined ? scope : scopesIn(given.scope).join(' ') }
  } catch (error) {
    if (error instanceof OAuthError) throw error
    throw serverError('The token procedure failed', reasons.procedureFailed(String(error)))
  }
}

const exceptionFactory: TokenProcedureContext['exceptionFactory'] = {
  badRequestException: (message, error = 'invalid_request') =>
    new OAuthError(400, error, message, reasons.procedureRefused(message)),
}
