import type { OperationTarget } from '../content/operation-targets.ts'
import type { Application } from '../model/application.ts'
import type { AuthStrategy, StrategyType } from '../model/auth-strategy.ts'
import type { GatewayConsumer, GatewayPlugin, GatewayRoute, GatewayService } from '../model/core-entity.ts'
import type { ApiKey } from '../model/credential.ts'
import type { Registration } from '../model/registration.ts'
import type { GatewayTarget, GatewayUpstream } from '../model/upstream.ts'

/** What a data plane is told, by kind. The wire between control plane and data plane is ours: the vendor's is closed. */
export interface Entities {
  services: GatewayServiceEntity[]
  routes: GatewayRouteEntity[]
  guards: Guard[]
  applications: ApplicationEntity[]
  plugins: GatewayPluginEntity[]
  consumers: GatewayConsumerEntity[]
  apis: PublishedApi[]
  upstreams: GatewayUpstreamEntity[]
  targets: GatewayTargetEntity[]
}
export type Kind = keyof Entities

export type GatewayServiceEntity = Omit<GatewayService, 'control_plane_id'>
export type GatewayRouteEntity = Omit<GatewayRoute, 'control_plane_id'>
export type GatewayPluginEntity = Omit<GatewayPlugin, 'control_plane_id'>
export type GatewayUpstreamEntity = Omit<GatewayUpstream, 'control_plane_id'>
export type GatewayTargetEntity = Omit<GatewayTarget, 'control_plane_id' | 'name'>
/** A consumer with the groups of its own, and the names of the consumer groups that it is in. */
export interface GatewayConsumerEntity extends Pick<GatewayConsumer, 'id' | 'username' | 'custom_id'> {
  groups?: string[]
  consumer_groups?: string[]
}

/** A service that lets only registered applications through: what Konnect makes `konnect-application-auth` of (`gateway.md` 5.1). */
export interface Guard {
  id: string
  service: { id: string }
  /** Id of the product version or API that stands before the service. */
  scope: string
  name: string
  strategies: { strategy_id: string; strategy_type: StrategyType; config: object }[]
}

/** An API that is linked to a control plane as a whole: its published operations, for `ace` (`gateway.md` 5.4). */
export interface PublishedApi extends Omit<Guard, 'service'> {
  operations: ({ id: string } & OperationTarget)[]
}

/** An application as the gateway knows it (`gateway.md` 5.1): no secret, its scopes are what it may call. */
export interface ApplicationEntity {
  id: string
  client_id: string | null
  auth_strategy_id: string
  scopes: string[]
  created_at: string
  application_context: { portal_id: string; application_id: string; developer_id: string; organization_id: string }
  /** By scope: the consumer that the registration stands for. */
  consumers?: Record<string, string>
  /** Consumer groups of those consumers: what its calls count as. */
  consumer_groups?: string[]
  /** SHA-256 of each active key, for key-auth. */
  api_keys?: string[]
}

export const serviceEntity = ({ control_plane_id: _, ...service }: GatewayService): GatewayServiceEntity => service

export const routeEntity = ({ control_plane_id: _, ...route }: GatewayRoute): GatewayRouteEntity => route

export const upstreamEntity = ({ control_plane_id: _, ...upstream }: GatewayUpstream): GatewayUpstreamEntity => upstream

export const targetEntity = ({ control_plane_id: _, name: _name, ...target }: GatewayTarget): GatewayTargetEntity =>
  target

export const pluginEntity = ({ control_plane_id: _, ...plugin }: GatewayPlugin): GatewayPluginEntity => plugin

/** @param groups its own, and the names of its consumer groups */
export const consumerEntity = (
  { id, username, custom_id }: GatewayConsumer,
  groups: { own: string[]; consumerGroups: string[] },
): GatewayConsumerEntity => ({
  ...{ id, username, custom_id },
  ...(groups.own.length > 0 && { groups: groups.own }),
  ...(groups.consumerGroups.length > 0 && { consumer_groups: groups.consumerGroups }),
})

/** One strategy of a guard: its type, and the object that the gateway plugin reads. */
export const guardStrategy = ({ id, strategy_type, configs }: AuthStrategy): Guard['strategies'][number] => ({
  strategy_id: id,
  strategy_type,
  config: configs['openid-connect'] ?? configs['key-auth'] ?? {},
})

/** What an application's entity is made of besides itself. */
export interface ApplicationParts {
  /** The approved ones: others are simply absent at the gateway (`gateway.md` 5.2). */
  approved: readonly Registration[]
  keys: readonly ApiKey[]
  /** Names of the consumer groups of the consumers that its registrations stand for. */
  consumerGroups: string[]
  organizationId: string
}

export function applicationEntity(
  { id, client_id, auth_strategy_id, created_at, portal_id, developer_id }: Application,
  { approved, keys, consumerGroups, organizationId }: ApplicationParts,
): ApplicationEntity {
  const consumers = approved.flatMap(({ offer, consumer_id }) => (consumer_id ? [[offer.id, consumer_id]] : []))
  const active = keys.filter(({ status }) => status === 'active').map(({ key_hash }) => key_hash)
  return {
    ...{ id, client_id, auth_strategy_id },
    scopes: approved.map(({ offer }) => offer.id),
    created_at,
    application_context: { portal_id, application_id: id, developer_id, organization_id: organizationId },
    ...(consumers.length > 0 && { consumers: Object.fromEntries(consumers) }),
    ...(consumerGroups.length > 0 && { consumer_groups: consumerGroups }),
    ...(active.length > 0 && { api_keys: active }),
  }
}
