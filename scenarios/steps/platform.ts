import type { Made } from '../../harness/drivers/konnect.ts'
import type { World } from '../../harness/world.ts'

/** What an operator makes before developers come: the provider, the strategy, the service and its route. */
export interface Platform {
  provider: Made
  strategy: Made
  service: Made & { control_plane_id: string }
}

/** Points Konnect at Curity as the how-to does: issuer as discovery URL, initial client id and secret (`konnect.md` 2). */
export const addProvider = ({ konnect, addresses: { curity } }: World): Promise<Made> =>
  konnect.create('/v2/dcr-providers', {
    name: 'DCR Curity',
    provider_type: 'curity',
    issuer: `${curity.issuer}/.well-known/openid-configuration`,
    dcr_config: { initial_client_id: curity.registrar.id, initial_client_secret: curity.registrar.secret },
  })

/** Claim `sub`, no scopes, the three methods, and the provider that makes the clients (`konnect.md` 3). */
export const addStrategy = (
  { konnect, addresses: { curity } }: World,
  provider: { id: string },
  name = 'curity-dcr',
): Promise<Made> =>
  konnect.create('/v2/application-auth-strategies', {
    name,
    display_name: 'Curity',
    strategy_type: 'openid_connect',
    dcr_provider_id: provider.id,
    configs: {
      'openid-connect': {
        issuer: `${curity.issuer}/.well-known/openid-configuration`,
        credential_claim: ['sub'],
        scopes: [],
        auth_methods: ['client_credentials', 'bearer', 'session'],
      },
    },
  })

/** Puts the upstream behind the gateway at `path`. */
export async function addService({ konnect, addresses }: World, path: string): Promise<Platform['service']> {
  const controlPlane = (await konnect.list('/v2/control-planes'))[0]
  if (!controlPlane) throw new Error('Konnect has no control plane')
  const entities = `/v2/control-planes/${controlPlane.id}/core-entities`
  const { protocol, hostname, port } = new URL(addresses.upstream)
  const service = await konnect.create(`${entities}/services`, {
    name: 'orders',
    protocol: protocol.slice(0, -1),
    host: hostname,
    port: Number(port),
  })
  await konnect.create(`${entities}/routes`, { name: 'orders', paths: [path], service: { id: service.id } })
  return { ...service, control_plane_id: controlPlane.id }
}
