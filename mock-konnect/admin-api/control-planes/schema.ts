import Type, { type Static } from 'typebox'
import { closed, Labels, ShownLabels } from '../../problems/common-schemas.ts'

const ClusterType = Type.Enum([
  'CLUSTER_TYPE_CONTROL_PLANE',
  'CLUSTER_TYPE_K8S_INGRESS_CONTROLLER',
  'CLUSTER_TYPE_CONTROL_PLANE_GROUP',
  'CLUSTER_TYPE_SERVERLESS',
  'CLUSTER_TYPE_KAFKA_NATIVE_EVENT_PROXY',
  'CLUSTER_TYPE_SERVERLESS_V1',
])
const AuthType = Type.Enum(['pinned_client_certs', 'pki_client_certs'])
const ProxyUrl = closed({
  host: Type.String({ minLength: 1, maxLength: 120 }),
  port: Type.Integer({ minimum: 1 }),
  protocol: Type.String({ minLength: 1, maxLength: 32 }),
})

const changeable = {
  description: Type.Optional(Type.String({ maxLength: 2048 })),
  auth_type: Type.Optional(AuthType),
  proxy_urls: Type.Optional(Type.Array(ProxyUrl, { maxItems: 5 })),
  labels: Type.Optional(Labels),
}
const Name = Type.String({ minLength: 2, maxLength: 256 })

/** Body of a create (`konnect.md` 8). */
export const NewControlPlane = closed({
  name: Name,
  cluster_type: Type.Optional(ClusterType),
  cloud_gateway: Type.Optional(Type.Boolean()),
  ...changeable,
})
export type NewControlPlane = Static<typeof NewControlPlane>

/** Body of an update: labels are replaced as a whole, null is not taken. */
export const ControlPlaneChanges = closed({ name: Type.Optional(Name), ...changeable })

/** A control plane in an answer. */
export const ShownControlPlane = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  labels: ShownLabels,
  config: Type.Object({
    control_plane_endpoint: Type.String(),
    telemetry_endpoint: Type.String(),
    cluster_type: Type.String(),
    auth_type: Type.String(),
    cloud_gateway: Type.Boolean(),
    proxy_urls: Type.Array(ProxyUrl),
  }),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownControlPlane = Static<typeof ShownControlPlane>

export const ControlPlaneId = Type.Object({ controlPlaneId: Type.String() })
