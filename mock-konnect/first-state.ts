import type { Clock } from '../kit/clock.ts'
import type { Ids } from '../kit/ids.ts'
import type { AuthStrategy } from './model/auth-strategy.ts'
import type { Entity } from './model/common.ts'
import type { ControlPlane } from './model/control-plane.ts'
import { newEntity } from './model/new-entity.ts'
import type { StateDocument } from './state.ts'

/** The control plane that every organisation has from the start. */
export const defaultControlPlane = (made: Entity): ControlPlane => ({
  name: 'default',
  description: null,
  labels: {},
  cluster_type: 'CLUSTER_TYPE_CONTROL_PLANE',
  auth_type: 'pinned_client_certs',
  cloud_gateway: false,
  proxy_urls: [],
  ...made,
})

/** The strategy that every organisation has from the start (`konnect.md` 3.3). */
export const defaultStrategy = (made: Entity): AuthStrategy => ({
  name: 'Key Auth',
  display_name: 'Key Auth',
  strategy_type: 'key_auth',
  configs: { 'key-auth': { key_names: ['apikey'] } },
  dcr_provider_id: null,
  labels: {},
  principals: { enabled: false },
  ...made,
})

/** What a new organisation finds: one control plane and one strategy. */
export function firstState(context: { clock: Clock; ids: Ids }): StateDocument {
  const controlPlane = defaultControlPlane(newEntity(context, 'control-plane'))
  const strategy = defaultStrategy(newEntity(context, 'auth-strategy'))
  return { version: 1, tables: { control_planes: [controlPlane], auth_strategies: [strategy] } }
}
