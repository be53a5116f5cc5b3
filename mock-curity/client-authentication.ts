import type { FastifyRequest } from 'fastify'
import type { Client } from './clients/client.ts'
import type { Capability } from './configuration/client-schema.ts'
import type { TokenService } from './configuration/token-service.ts'
import { InvalidClient, invalidRequest, OAuthError, unauthorizedClient } from './errors.ts'
import type { Form } from './forms.ts'
import { type ClientEndpoint, client as reasons } from './reasons.ts'
import { isSecret } from './secrets.ts'
import type { Services } from './services.ts'

interface Credentials {
  id: string
  /** Undefined for a client that only says who it is. */
  secret: string | undefined
  basic: boolean
}

/**
 * The client that sends this request, by HTTP Basic or in the form (RFC 6749 §2.3.1, `curity.md` 6).
 * @throws InvalidClient, and invalid_request when it authenticates in both ways
 */
export async function authenticateClient(
  request: FastifyRequest,
  form: Form,
  at: ClientEndpoint,
  { clients, configuration, clock, behaviour }: Pick<Services, 'clients' | 'configuration' | 'clock' | 'behaviour'>,
): Promise<Client> {
  const { id, secret, basic } = credentialsOf(request, form, at, behaviour.current.basicAndFormSecret)
  const { service } = configuration
  const refuse = (reason: ConstructorParameters<typeof InvalidClient>[0]) => new InvalidClient(reason, basic)
  if (secret !== undefined && !service.takesSecrets) throw refuse(reasons.method(at, 'client secrets are off'))
  const client = await clients.find(id)
  if (!client) throw refuse(reasons.unknown(at, id))
  if (!client.enabled) throw refuse(reasons.disabled(at, id))
  if (secret === undefined) return acceptPublic(client, service, at, refuse)
  const fits = (kept: string | undefined) => behaviour.quirks.run('isSecret', isSecret, kept, secret)
  if (fits(client.secretHash)) return client
  if (!client.oldSecret || !fits(client.oldSecret.hash)) throw refuse(reasons.wrongSecret(at, id))
  if (client.oldSecret.until <= clock.now()) throw refuse(reasons.rotatedSecret(at, id))
  return client
}

function acceptPublic(
  client: Client,
  { takesPublicClients }: TokenService,
  at: ClientEndpoint,
  refuse: (reason: ReturnType<typeof reasons.none>) => InvalidClient,
): Client {
  if (!client.isPublic) throw refuse(reasons.none(at))
  if (!takesPublicClients) throw refuse(reasons.method(at, 'clients without authentication are off'))
  return client
}

function credentialsOf(
  { headers }: FastifyRequest,
  { client_id, client_secret }: Form,
  at: ClientEndpoint,
  both: 'invalid_request' | 'basic-wins',
): Credentials {
  const basic = /^basic /i.test(headers.authorization ?? '')
  if (basic) {
    const fromHeader = basicCredentials(headers.authorization ?? '', at)
    const twice = client_secret !== undefined || (client_id !== undefined && client_id !== fromHeader.id)
    if (twice && both === 'invalid_request') {
      throw invalidRequest('The client must authenticate in one way', reasons.twice(at))
    }
    return fromHeader
  }
  if (!client_id) throw new InvalidClient(reasons.none(at), headers.authorization !== undefined)
  return { id: client_id, secret: client_secret, basic: false }
}

function basicCredentials(header: string, at: ClientEndpoint): Credentials {
  const [id, secret] = idAndSecret(Buffer.from(header.slice(6).trim(), 'base64').toString())
  if (!id || secret === undefined) throw new InvalidClient(reasons.malformed(at), true)
  return { id, secret, basic: true }
}

/** Both form-decoded; nothing when there is no colon, or an encoding is broken. */
function idAndSecret(text: string): [string?, string?] {
  const colon = text.indexOf(':')
  if (colon < 0) return []
  try {
    return [formDecode(text.slice(0, colon)), formDecode(text.slice(colon + 1))]
  } catch {
    return []
  }
}

const formDecode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))

/** Refuses a client for which this call is not switched on, in the profile and in the client. @throws OAuthError */
export function requireCapability(
  client: Client,
  capability: Capability,
  at: ClientEndpoint,
  { capabilities }: TokenService,
  status = 400,
): void {
  const where = !capabilities.has(capability)
    ? 'the profile (client-capabilities)'
    : !client.capabilities.has(capability)
      ? `client "${client.id}"`
      : undefined
  if (!where) return
  const refusal = unauthorizedClient(`The client may not use ${capability}`, reasons.capability(at, capability, where))
  throw status === 400 ? refusal : new OAuthError(status, refusal.error, refusal.message, refusal.reason)
}
