import type { TableSpec } from '../../kit/table.ts'
import type { Entity, Labels } from './common.ts'

/** A control plane and what Konnect prints of it (`konnect.md` 8). */
export interface ControlPlane extends Entity {
  readonly name: string
  readonly description: string | null
  readonly labels: Labels
  readonly cluster_type: string
  readonly auth_type: string
  readonly cloud_gateway: boolean
  readonly proxy_urls: readonly { host: string; port: number; protocol: string }[]
}

export const controlPlanes: TableSpec<ControlPlane> = {
  name: 'control_planes',
  unique: { name: (row) => row.name },
}
