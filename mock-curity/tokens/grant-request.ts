import type { FastifyRequest } from 'fastify'
import type { Client } from '../clients/client.ts'
import type { Form } from '../forms.ts'
import type { Services } from '../services.ts'
import type { TokenAnswer } from './token-answer.ts'

/** A token request whose client is known. */
export interface GrantRequest {
  client: Client
  form: Form
  request: FastifyRequest
  /** Thumbprint of the certificate that the client authenticated with; its tokens are bound to it. */
  certificate: string | undefined
}

/** Does what one `grant_type` asks for. @throws OAuthError */
export type Grant = (asked: GrantRequest, services: Services) => Promise<TokenAnswer>
