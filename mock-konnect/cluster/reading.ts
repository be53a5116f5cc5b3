import { createHash } from 'node:crypto'
import type { OperationTarget } from '../content/operation-targets.ts'
import type { Api } from '../model/api.ts'
import type { ServiceLink } from '../model/api-product.ts'
import type { GatewayConsumer } from '../model/core-entity.ts'
import { currentVersion } from '../model/current-version.ts'
import { subjectKey } from '../model/document.ts'
import type { Model } from '../model/model.ts'
import { type Offer, offerKey, type Publication } from '../model/publication.ts'
import {
  type ApplicationEntity,
  applicationEntity,
  consumerEntity,
  type Entities,
  type GatewayConsumerEntity,
  type Guard,
  guardStrategy,
  type PublishedApi,
  pluginEntity,
  routeEntity,
  serviceEntity,
  targetEntity,
  upstreamEntity,
} from './entities.ts'

/** Reads what data planes are told out of the tables. */
export interface ConfigurationReading {
  /** A consumer with the groups that it is in. */
  consumer(row: GatewayConsumer): Promise<GatewayConsumerEntity>
  /** The operations of an API that is linked to a control plane as a whole; none unless something publishes it. */
  api(id: string): Promise<{ controlPlaneId: string | undefined; api: PublishedApi | undefined }>
  /** Everything a control plane says: walks all applications, so only for whole configurations. */
  whole(controlPlaneId: string): Promise<Entities>
  /** The application as it stands; undefined when it is gone. */
  application(id: string): Promise<ApplicationEntity | undefined>
  /** The guard that an offer makes, and which control plane it belongs to. Without a strategy there is none (`gateway.md` 5.2). */
  guard(offer: Offer): Promise<{ controlPlaneId: string | undefined; guard: Guard | undefined }>
}

export function configurationReading(model: Model, organizationId: string): ConfigurationReading {
  return { whole, application, guard, consumer, api }

  async function whole(controlPlaneId: string): Promise<Entities> {
    const services = await model.gatewayServices.listBy('control_plane', controlPlaneId)
    const routes = await model.gatewayRoutes.listBy('control_plane', controlPlaneId)
    const plugins = await model.gatewayPlugins.listBy('control_plane', controlPlaneId)
    const consumers = await model.gatewayConsumers.listBy('control_plane', controlPlaneId)
    const upstreams = await model.gatewayUpstreams.listBy('control_plane', controlPlaneId)
    const targets = await model.gatewayTargets.listBy('control_plane', controlPlaneId)
    const ids = (await model.applications.all()).map(({ id }) => id)
    const applications = await Promise.all(ids.map(application))
    return {
      services: services.map(serviceEntity),
      routes: routes.map(routeEntity),
      plugins: plugins.map(pluginEntity),
      upstreams: upstreams.map(upstreamEntity),
      targets: targets.map(targetEntity),
      consumers: await Promise.all(consumers.map(consumer)),
      apis: await apisOf(controlPlaneId),
      guards: await guardsOf(controlPlaneId),
      applications: applications.filter((one) => one !== undefined),
    }
  }

  async function guardsOf(controlPlaneId: string): Promise<Guard[]> {
    const publications = await model.publications.all()
    const offers = new Map(publications.map(({ offer }) => [offerKey(offer), offer]))
    const read = await Promise.all(Array.from(offers.values(), guard))
    return read.filter((one) => one.controlPlaneId === controlPlaneId).flatMap(({ guard }) => guard ?? [])
  }

  async function application(id: string): Promise<ApplicationEntity | undefined> {
    const row = await model.applications.find(id)
    if (!row) return undefined
    const registrations = await model.registrations.listBy('application', id)
    const approved = registrations.filter(({ status }) => status === 'approved')
    const standFor = new Set(approved.flatMap(({ consumer_id }) => consumer_id ?? []))
    const groups = await Promise.all(Array.from(standFor, groupNamesOf))
    const keys = await model.apiKeys.listBy('application', id)
    return applicationEntity(row, { approved, keys, consumerGroups: [...new Set(groups.flat())], organizationId })
  }

  async function consumer(row: GatewayConsumer): Promise<GatewayConsumerEntity> {
    const own = (await model.gatewayAcls.listBy('consumer', row.id)).map(({ group }) => group)
    return consumerEntity(row, { own, consumerGroups: await groupNamesOf(row.id) })
  }

  async function groupNamesOf(consumerId: string): Promise<string[]> {
    const members = await model.groupMembers.listBy('consumer', consumerId)
    const groups = await Promise.all(members.map(({ group_id }) => model.consumerGroups.find(group_id)))
    return groups.flatMap((group) => group?.name ?? [])
  }

  async function apisOf(controlPlaneId: string): Promise<PublishedApi[]> {
    const linked = await model.apiImplementations.listBy('control_plane', controlPlaneId)
    const whole = linked.filter(({ control_plane }) => control_plane)
    const read = await Promise.all(whole.map(({ api_id }) => api(api_id)))
    return read.flatMap(({ api }) => api ?? [])
  }

  async function api(id: string): Promise<{ controlPlaneId: string | undefined; api: PublishedApi | undefined }> {
    const row = await model.apis.find(id)
    const [implementation] = await model.apiImplementations.listBy('api', id)
    const controlPlaneId = implementation?.control_plane?.control_plane_id
    if (!row || controlPlaneId === undefined) return { controlPlaneId: undefined, api: undefined }
    const offer: Offer = { type: 'api', id }
    if ((await publishedAs(offer)).length === 0) return { controlPlaneId, api: undefined }
    const name = named(row.name, row.version)
    const api = { id, scope: id, name, strategies: await strategiesOf(offer), operations: await operationsOf(row) }
    return { controlPlaneId, api }
  }

  /** Of the version that the API is at, else of its older one specification. What reads specifications is loaded for it. */
  async function operationsOf(row: Api): Promise<PublishedApi['operations']> {
    const version = await currentVersion(model, row)
    const [older] = await model.specifications.listBy('subject', subjectKey({ type: 'api', id: row.id }))
    const content = version?.spec?.content ?? older?.content
    if (content === undefined) return []
    const { operationTargets } = await import('../content/operation-targets.ts')
    return operationTargets(content).map((target) => ({ id: operationId(row.id, target), ...target }))
  }

  async function publishedAs(offer: Offer): Promise<Publication[]> {
    const publications = await model.publications.listBy('offer', offerKey(offer))
    return publications.filter(({ publish_status }) => publish_status === 'published')
  }

  async function guard(offer: Offer): Promise<{ controlPlaneId: string | undefined; guard: Guard | undefined }> {
    const link = await (offer.type === 'api' ? apiLink(offer.id) : productVersionLink(offer.id))
    if (!link) return { controlPlaneId: undefined, guard: undefined }
    const { service, name } = link
    const strategies = await strategiesOf(offer)
    const made = { id: offer.id, service: { id: service.id }, scope: offer.id, name, strategies }
    return { controlPlaneId: service.control_plane_id, guard: strategies.length > 0 ? made : undefined }
  }

  /** Each strategy that the offer is published with; several portals may name several (`gateway.md` 5.3). */
  async function strategiesOf(offer: Offer): Promise<Guard['strategies']> {
    const ids = new Set((await publishedAs(offer)).flatMap(({ auth_strategy_id }) => auth_strategy_id ?? []))
    const rows = await Promise.all(Array.from(ids, (id) => model.authStrategies.find(id)))
    return rows.filter((row) => row !== undefined).map(guardStrategy)
  }

  async function apiLink(id: string): Promise<{ service: ServiceLink; name: string } | undefined> {
    const api = await model.apis.find(id)
    const [implementation] = await model.apiImplementations.listBy('api', id)
    const service = implementation?.service
    return api && service ? { service, name: named(api.name, api.version) } : undefined
  }

  async function productVersionLink(id: string): Promise<{ service: ServiceLink; name: string } | undefined> {
    const version = await model.productVersions.find(id)
    const service = version?.gateway_service
    if (!service) return undefined
    const product = await model.apiProducts.find(version.api_product_id)
    return { service, name: named(product?.name ?? '', version.name) }
  }
}

/** The same operation has the same id as long as method and path stay: a UUID made of them. */
function operationId(apiId: string, { method, path }: OperationTarget): string {
  const hex = createHash('sha256').update(`${apiId} ${method} ${path}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const named = (name: string, version: string | null) => [name, version].filter(Boolean).join(' ')
