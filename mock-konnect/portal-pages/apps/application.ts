import type { FastifyRequest } from 'fastify'
import type { ShownStrategy } from '../../portal-api/strategies.ts'
import type { Site } from '../site.ts'

interface Credentials {
  client_id: string
  client_secret: string
}

/** An application as either Portal API answers it (`konnect.md` 9.4). */
export interface Application {
  id: string
  name: string
  description: string | null
  redirect_uri: string | null
  auth_strategy?: ShownStrategy
  scopes?: string[]
  created_at: string
  /** Classic: the client id, or what the developer gave in its place. */
  reference_id?: string
  /** Current. */
  client_id?: string
  client_secret?: string
  /** Classic, right after creation. */
  credentials?: Credentials
}

/** What is shown once. */
export interface ClientSecret {
  clientId: string
  clientSecret: string
}

/** The secret in an answer to a create, when the identity provider made one. */
export function secretIn({ client_id, client_secret, credentials }: Application): ClientSecret | undefined {
  const found = credentials ?? { client_id, client_secret }
  if (found.client_id === undefined || found.client_secret === undefined) return undefined
  return { clientId: found.client_id, clientSecret: found.client_secret }
}

/** The application that an address names. @throws like `Site.read` */
export const applicationAt = (site: Site, request: FastifyRequest): Promise<Application> =>
  site.read<Application>(request, apiPathOf(request))

/** Its path in the API. */
export function apiPathOf({ params }: FastifyRequest): string {
  const { application } = params as { application: string } // what the routes of applications declare
  return `/applications/${encodeURIComponent(application)}`
}

/** The address of its page. */
export const pageOf = (site: Site, { id }: { id: string }): string => site.at(`/application/${encodeURIComponent(id)}`)

/** Whether its credentials are a list: API keys, or the secrets of a client that may have several. */
export const hasCredentialList = ({ auth_strategy }: Application): boolean =>
  auth_strategy?.credential_type === 'key_auth' || auth_strategy?.supports_multiple_credentials === true

/** Whether Konnect made its client, and can give it a new secret. */
export const isManaged = ({ auth_strategy }: Application): boolean =>
  auth_strategy?.credential_type === 'client_credentials'
