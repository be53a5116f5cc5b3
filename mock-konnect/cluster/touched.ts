import type { Change, Identified } from '../../kit/table.ts'
import { type Api, type ApiImplementation, apiImplementations, apis } from '../model/api.ts'
import { type ApiProduct, apiProducts, type ProductVersion, productVersions } from '../model/api-product.ts'
import { type Application, applications } from '../model/application.ts'
import { type AuthStrategy, authStrategies } from '../model/auth-strategy.ts'
import {
  type ConsumerGroup,
  consumerGroups,
  type GatewayAcl,
  type GroupMember,
  gatewayAcls,
  groupMembers,
} from '../model/consumer-group.ts'
import { type ControlPlane, controlPlanes } from '../model/control-plane.ts'
import {
  type CoreEntity,
  gatewayConsumers,
  gatewayPlugins,
  gatewayRoutes,
  gatewayServices,
} from '../model/core-entity.ts'
import { type ApiKey, apiKeys } from '../model/credential.ts'
import { type Offer, offerKey, type Publication, publications } from '../model/publication.ts'
import { type Registration, registrations } from '../model/registration.ts'
import { type ApiVersion, apiVersions, type Specification, specifications } from '../model/specification.ts'
import { gatewayTargets, gatewayUpstreams } from '../model/upstream.ts'

/** What changes since the last line may have altered of what data planes are told. */
export interface Touched {
  /** Ids, each with the control planes it belongs or belonged to. */
  services: Map<string, Set<string>>
  routes: Map<string, Set<string>>
  plugins: Map<string, Set<string>>
  consumers: Map<string, Set<string>>
  upstreams: Map<string, Set<string>>
  targets: Map<string, Set<string>>
  /** By offer: the guard it makes. */
  offers: Map<string, { offer: Offer; controlPlanes: Set<string> }>
  /** By id, with the control planes that it is or was linked to as a whole: its operations. */
  apis: Map<string, Set<string>>
  applications: Set<string>
  controlPlanes: Set<string>
  /** Whose offers are touched too; looked up when the line is made. */
  strategies: Set<string>
  products: Set<string>
  consumerGroups: Set<string>
  /** Consumers whose groups changed: whose applications are touched too. */
  regrouped: Set<string>
}

export const nothingTouched = (): Touched => ({
  services: new Map(),
  routes: new Map(),
  plugins: new Map(),
  consumers: new Map(),
  upstreams: new Map(),
  targets: new Map(),
  offers: new Map(),
  applications: new Set(),
  controlPlanes: new Set(),
  strategies: new Set(),
  products: new Set(),
  apis: new Map(),
  consumerGroups: new Set(),
  regrouped: new Set(),
})

/** Adds what `change` alters to `touched`; false when data planes need not know. */
export function touch(touched: Touched, { table, row, before }: Change): boolean {
  const mark = marks[table]
  return mark
    ? mark(
        touched,
        [before, row].filter((one) => one !== undefined),
      )
    : false
}

/** The offer whose guard must be read again. */
export function touchOffer({ offers }: Touched, offer: Offer, controlPlanes: readonly string[] = []): void {
  const known = offers.get(offerKey(offer)) ?? { offer, controlPlanes: new Set<string>() }
  for (const id of controlPlanes) known.controlPlanes.add(id)
  offers.set(offerKey(offer), known)
}

/** The API whose operations must be read again. */
const touchApi = ({ apis }: Touched, id: string, controlPlanes: readonly string[] = []): void =>
  touchAt(apis, id, ...controlPlanes)

const touchAt = (known: Map<string, Set<string>>, id: string, ...controlPlanes: readonly string[]): void => {
  known.set(id, new Set([...(known.get(id) ?? []), ...controlPlanes]))
}

/** What a publication, a strategy or a name changes: the guard of the offer, and for an API what `ace` knows. */
export function touchPublished(touched: Touched, offer: Offer): void {
  touchOffer(touched, offer)
  if (offer.type === 'api') touchApi(touched, offer.id)
}

/** Marks what rows of one table, as they were and as they are, alter. */
type Mark = (touched: Touched, rows: readonly Identified[]) => boolean

/** A mark for rows that changed in one of the members that count. Each table holds rows of its own noun only. */
function mark<Row extends Identified>(counts: (row: Row) => unknown, put: (touched: Touched, row: Row) => void): Mark {
  return (touched, rows) => {
    const own = rows as readonly Row[] // rows of the table that this mark is listed under
    const [before, after] = own
    const same = before && after && JSON.stringify(counts(before)) === JSON.stringify(counts(after))
    if (same) return false
    for (const row of own) put(touched, row)
    return true
  }
}

const core = (kind: 'services' | 'routes' | 'plugins' | 'consumers' | 'upstreams' | 'targets'): Mark =>
  mark(
    (row: CoreEntity) => row,
    (touched, { id, control_plane_id }) => touchAt(touched[kind], id, control_plane_id),
  )

const linked = (link: { control_plane_id: string } | null): string[] => (link ? [link.control_plane_id] : [])

const marks: Record<string, Mark> = {
  [gatewayServices.name]: core('services'),
  [gatewayRoutes.name]: core('routes'),
  [gatewayPlugins.name]: core('plugins'),
  [gatewayConsumers.name]: core('consumers'),
  [gatewayUpstreams.name]: core('upstreams'),
  [gatewayTargets.name]: core('targets'),
  [applications.name]: mark(
    ({ client_id, auth_strategy_id, portal_id, developer_id }: Application) => [
      ...[client_id, auth_strategy_id, portal_id, developer_id],
    ],
    (touched, { id }) => touched.applications.add(id),
  ),
  [registrations.name]: mark(
    ({ status, consumer_id }: Registration) => [status === 'approved', consumer_id],
    (touched, { application_id }) => touched.applications.add(application_id),
  ),
  [apiKeys.name]: mark(
    ({ key_hash, status }: ApiKey) => [key_hash, status],
    (touched, { application_id }) => touched.applications.add(application_id),
  ),
  [publications.name]: mark(
    ({ auth_strategy_id, publish_status }: Publication) => [auth_strategy_id, publish_status],
    (touched, { offer }) => touchPublished(touched, offer),
  ),
  [productVersions.name]: mark(
    ({ name, gateway_service }: ProductVersion) => [name, gateway_service],
    (touched, { id, gateway_service }) => touchOffer(touched, { type: 'product_version', id }, linked(gateway_service)),
  ),
  [apis.name]: mark(
    ({ name, version }: Api) => [name, version],
    (touched, { id }) => touchPublished(touched, { type: 'api', id }),
  ),
  [apiImplementations.name]: mark(
    ({ service, control_plane }: ApiImplementation) => [service, control_plane],
    (touched, { api_id, service, control_plane }) => {
      if (service) touchOffer(touched, { type: 'api', id: api_id }, linked(service))
      if (control_plane) touchApi(touched, api_id, linked(control_plane))
    },
  ),
  [apiVersions.name]: mark(
    ({ version, spec }: ApiVersion) => [version, spec],
    (touched, { api_id }) => touchApi(touched, api_id),
  ),
  [specifications.name]: mark(
    ({ content }: Specification) => content,
    (touched, { subject }) => {
      if (subject.type === 'api') touchApi(touched, subject.id)
    },
  ),
  [gatewayAcls.name]: mark(
    ({ group }: GatewayAcl) => group,
    (touched, { control_plane_id, consumer }) => touchAt(touched.consumers, consumer.id, control_plane_id),
  ),
  [groupMembers.name]: mark(
    (row: GroupMember) => row,
    (touched, { control_plane_id, consumer_id }) => {
      touchAt(touched.consumers, consumer_id, control_plane_id)
      touched.regrouped.add(consumer_id)
    },
  ),
  [consumerGroups.name]: mark(
    ({ name }: ConsumerGroup) => name,
    (touched, { id }) => touched.consumerGroups.add(id),
  ),
  [controlPlanes.name]: mark(
    ({ name }: ControlPlane) => name,
    (touched, { id }) => touched.controlPlanes.add(id),
  ),
  [authStrategies.name]: mark(
    ({ configs }: AuthStrategy) => configs,
    (touched, { id }) => touched.strategies.add(id),
  ),
  [apiProducts.name]: mark(
    ({ name }: ApiProduct) => name,
    (touched, { id }) => touched.products.add(id),
  ),
}

/** The tables whose changes may alter what data planes are told. */
export const touchingTables: readonly string[] = Object.keys(marks)
