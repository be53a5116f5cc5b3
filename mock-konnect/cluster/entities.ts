import type { Application } from '../model/application.ts'
import type { AuthStrategy, StrategyType } from '../model/auth-strategy.ts'
import type { GatewayConsumer, GatewayPlugin, GatewayRoute, GatewayService } from '../model/core-entity.ts'
import type { ApiKey } from '../model/credential.ts'
import type { Registration } from '../model/registration.ts'

/** What a data plane is told, by kind. The wire between control plane and data plane is ours: the vendor's is closed. */
export interface Entities {
  services: GatewayServiceEntity[]
  routes: GatewayRouteEntity[]
  guards: Guard[]
  applications: ApplicationEntity[]
  plugins: GatewayPluginEntity[]
  consumers: GatewayConsumerEntity[]
}
export type Kind = keyof Entities

export type GatewayServiceEntity = Omit<GatewayService, 'control_plane_id'>
export type GatewayRouteEntity = Omit<GatewayRoute, 'control_plane_id'>
export type GatewayPluginEntity = Omit<GatewayPlugin, 'control_plane_id'>
export type GatewayConsumerEntity = Pick<GatewayConsumer, 'id' | 'username' | 'custom_id'>

/** A service that lets only registered applications through: what Konnect makes `konnect-application-auth` of (`gateway.md` 5.1). */
export interface Guard {
  id: string
  service: { id: string }
  /** Id of the product version or API that stands before the service. */
  scope: string
  name: string
  strategies: { strategy_id: string; strategy_type: StrategyType; config: object }[]
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
  /** SHA-256 of each active key, for key-auth. */
  api_keys?: string[]
}

export const serviceEntity = ({ control_plane_id: _, ...service }: GatewayService): GatewayServiceEntity => service

export const routeEntity = ({ control_plane_id: _, ...route }: GatewayRoute): GatewayRouteEntity => route

export const pluginEntity = ({ control_plane_id: _, ...plugin }: GatewayPlugin): GatewayPluginEntity => plugin

export const consumerEntity = ({ id, username, custom_id }: GatewayConsumer): GatewayConsumerEntity => ({
  ...{ id, username, custom_id },
})

/** One strategy of a guard: its type, and the object that the gateway plugin reads. */
export const guardStrategy = ({ id, strategy_type, configs }: AuthStrategy): Guard['strategies'][number] => ({
  strategy_id: id,
  strategy_type,
  config: configs['openid-connect'] ?? configs['key-auth'] ?? {},
})

/** Registrations that are not approved are simply absent (`gateway.md` 5.2). */
export function applicationEntity(
  { id, client_id, auth_strategy_id, created_at, portal_id, developer_id }: Application,
  registrations: readonly Registration[],
  keys: readonly ApiKey[],
  organizationId: string,
): ApplicationEntity {
  const approved = registrations.filter(({ status }) => status === 'approved')
  const consumers = approved.flatMap(({ offer, consumer_id }) => (consumer_id ? [[offer.id, consumer_id]] : []))
  const active = keys.filter(({ status }) => status === 'active').map(({ key_hash }) => key_hash)
  return {
    ...{ id, client_id, auth_strategy_id },
    scopes: approved.map(({ offer }) => offer.id),
    created_at,
    application_context: { portal_id, application_id: id, developer_id, organization_id: organizationId },
    ...(consumers.length > 0 && { consumers: Object.fromEntries(consumers) }),
    ...(active.length > 0 && { api_keys: active }),
  }
}
