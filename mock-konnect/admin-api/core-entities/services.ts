import type { Static } from 'typebox'
import type { Clock } from '../../../kit/clock.ts'
import { invalidParameters, required } from '../../errors.ts'
import type { GatewayService } from '../../model/core-entity.ts'
import { timesOf } from './entity-times.ts'
import type { ServiceBody, ShownService } from './schema.ts'

export interface EntityMaking<Row> {
  id: string
  controlPlaneId: string
  /** The row that is replaced. */
  before?: Row | undefined
  clock: Clock
}

/**
 * The service that `body` describes: what it leaves out stands at Kong's defaults, also when it replaces another (`konnect.md` 8).
 * @throws Problem 400 without `host` and `url`
 */
export function serviceOf(
  body: ServiceBody,
  { id, controlPlaneId, before, clock }: EntityMaking<GatewayService>,
): GatewayService {
  const { url, ...members } = { ...body, ...(body.url && partsOf(body.url)) }
  if (members.host === undefined) throw invalidParameters([required('host')])
  return {
    id,
    control_plane_id: controlPlaneId,
    name: members.name ?? null,
    tags: members.tags ?? null,
    protocol: members.protocol ?? 'http',
    host: members.host,
    port: members.port ?? 80,
    path: members.path ?? null,
    retries: members.retries ?? 5,
    connect_timeout: members.connect_timeout ?? 60_000,
    write_timeout: members.write_timeout ?? 60_000,
    read_timeout: members.read_timeout ?? 60_000,
    enabled: members.enabled ?? true,
    tls_verify: members.tls_verify ?? null,
    tls_verify_depth: members.tls_verify_depth ?? null,
    ca_certificates: members.ca_certificates ?? null,
    client_certificate: members.client_certificate ?? null,
    ...timesOf(clock, before?.created_at ?? members.created_at),
  }
}

/** The shorthand `url` sets protocol, host, port and path at once. */
function partsOf(text: string): { protocol: string; host: string; port: number; path: string | null } {
  const { protocol, hostname, port, pathname } = new URL(text)
  const name = protocol.replace(':', '')
  const usual = name === 'https' ? 443 : 80
  return {
    protocol: name,
    host: hostname,
    port: port === '' ? usual : Number(port),
    path: pathname === '/' && !text.endsWith('/') ? null : pathname,
  }
}

/** A service as answers show it. */
export const shownService = ({ control_plane_id: _, ...service }: GatewayService): Static<typeof ShownService> => ({
  ...service,
  tags: service.tags && [...service.tags],
  tls_verify: service.tls_verify ?? null,
  tls_verify_depth: service.tls_verify_depth ?? null,
  ca_certificates: service.ca_certificates ? [...service.ca_certificates] : null,
  client_certificate: service.client_certificate ?? null,
})
