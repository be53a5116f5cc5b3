import type { FastifyRequest } from 'fastify'
import type { Reason } from '../../kit/reason.ts'
import type { Client } from '../clients/client.ts'
import type { Credential } from '../clients/credential.ts'
import { InvalidClient } from '../errors.ts'
import type { Form } from '../forms.ts'
import type { Services } from '../services.ts'
import { type ClientEndpoint, client as reasons } from '../token-reasons.ts'
import { type Presented, presented } from './presented.ts'

/** Who sends a request, and by what it proved it. */
export interface Authenticated {
  client: Client
  /** SHA-256 thumbprint of the certificate that it authenticated with; tokens are bound to it (RFC 8705 §3). */
  certificate?: string
}

/**
 * The client that sends this request, by a secret, a signed assertion, its certificate, or its id alone (`curity.md` 6).
 * @param path of the endpoint, which may be closed to authentication (`client-authentication: disallow`)
 * @throws InvalidClient, and invalid_request when it authenticates in two ways
 */
export async function authenticateClient(
  request: FastifyRequest,
  form: Form,
  at: ClientEndpoint,
  path: string,
  services: Services,
): Promise<Authenticated> {
  const { clients, configuration, behaviour } = services
  const shown = presented(request, form, at, behaviour)
  const refuse = (reason: Reason) => new InvalidClient(reason, shown.by === 'secret' && shown.basic)
  const id = shown.id ?? (await namedBy(shown, services))
  if (id === undefined) throw refuse(reasons.badAssertion(at, 'it names no client in sub'))
  const client = await clients.find(id)
  if (!client) throw refuse(reasons.unknown(at, id))
  if (!client.enabled) throw refuse(reasons.disabled(at, id))
  if (shown.by !== 'id' && !configuration.service.authenticatesAt(path)) throw refuse(reasons.closed(at, path))
  if (shown.by === 'secret') return bySecret(client, shown.secret, at, services, refuse)
  if (shown.by === 'id') return byIdOrCertificate(request, client, at, services, refuse)
  const { verifyAssertion } = await import('./assertion.ts')
  await verifyAssertion({ client, form, assertion: shown.assertion, at, refuse }, services)
  return { client }
}

type Refuse = (reason: Reason) => InvalidClient

/** An assertion may come without `client_id`; its subject is the client (RFC 7523 §3). */
async function namedBy(shown: Presented, { configuration }: Services): Promise<string | undefined> {
  if (shown.by !== 'assertion') return undefined
  const { clientNamedBy } = await import('./assertion.ts')
  return clientNamedBy(shown.assertion, configuration.service.authentication)
}

function bySecret(
  client: Client,
  secret: string,
  at: ClientEndpoint,
  services: Services,
  refuse: Refuse,
): Authenticated {
  const { configuration, clock, behaviour } = services
  const fits = (kept: string | undefined) => behaviour.quirks.run('isSecret', services.isSecret, kept, secret)
  if (!configuration.service.authentication.secrets) throw refuse(reasons.method(at, 'client secrets are off'))
  if (fits(client.secretHash)) {
    if (isOver(client, clock.now())) throw refuse(reasons.expiredSecret(at, client.id))
    return { client }
  }
  const others = client.credentials.filter((one) => one.kind === 'secret' && fits(one.hash))
  if (others.some((one) => isAlive(one, clock.now()))) return { client }
  if (others.length > 0) throw refuse(reasons.expiredMethod(at, client.id))
  if (!client.oldSecret || !fits(client.oldSecret.hash)) throw refuse(reasons.wrongSecret(at, client.id))
  if (client.oldSecret.until <= clock.now()) throw refuse(reasons.rotatedSecret(at, client.id))
  return { client }
}

/** Without a secret and an assertion: by certificate where the client has one, else it is one that only says who it is. */
async function byIdOrCertificate(
  request: FastifyRequest,
  client: Client,
  at: ClientEndpoint,
  services: Services,
  refuse: Refuse,
): Promise<Authenticated> {
  const { configuration, clock } = services
  const now = clock.now()
  const alive = client.credentials.filter((one) => isAlive(one, now))
  if (alive.some(({ kind }) => kind === 'certificate')) {
    const { verifyCertificate } = await import('./certificate.ts')
    return {
      client,
      certificate: verifyCertificate({ request, client, credentials: alive, at, refuse, now }, services),
    }
  }
  const isPublic = client.isPublic || alive.some(({ kind }) => kind === 'none')
  if (!isPublic) throw refuse(reasons.none(at))
  if (configuration.service.authentication.publicClients) return { client }
  throw refuse(reasons.method(at, 'clients without authentication are off'))
}

/** RFC 7591 §3.2.1, `client_secret_expires_at`. */
const isOver = ({ secretExpiresAt = 0 }: Client, now: number) => secretExpiresAt > 0 && secretExpiresAt * 1000 <= now

const isAlive = ({ until }: Credential, now: number) => until === undefined || until > now
