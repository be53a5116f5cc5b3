import type { ServiceLink } from '../model/api-product.ts'
import type { Model } from '../model/model.ts'
import { type Offer, offerKey } from '../model/publication.ts'
import {
  type ApplicationEntity,
  applicationEntity,
  consumerEntity,
  type Entities,
  type Guard,
  guardStrategy,
  pluginEntity,
  routeEntity,
  serviceEntity,
} from './entities.ts'

/** Reads what data planes are told out of the tables. */
export interface ConfigurationReading {
  /** Everything a control plane says: walks all applications, so only for whole configurations. */
  whole(controlPlaneId: string): Promise<Entities>
  /** The application as it stands; undefined when it is gone. */
  application(id: string): Promise<ApplicationEntity | undefined>
  /** The guard that an offer makes, and which control plane it belongs to. Without a strategy there is none (`gateway.md` 5.2). */
  guard(offer: Offer): Promise<{ controlPlaneId: string | undefined; guard: Guard | undefined }>
}

export function configurationReading(model: Model, organizationId: string): ConfigurationReading {
  return { whole, application, guard }

  async function whole(controlPlaneId: string): Promise<Entities> {
    const services = await model.gatewayServices.listBy('control_plane', controlPlaneId)
    const routes = await model.gatewayRoutes.listBy('control_plane', controlPlaneId)
    const plugins = await model.gatewayPlugins.listBy('control_plane', controlPlaneId)
    const consumers = await model.gatewayConsumers.listBy('control_plane', controlPlaneId)
    const ids = (await model.applications.all()).map(({ id }) => id)
    const applications = await Promise.all(ids.map(application))
    return {
      services: services.map(serviceEntity),
      routes: routes.map(routeEntity),
      plugins: plugins.map(pluginEntity),
      consumers: consumers.map(consumerEntity),
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
    return applicationEntity(row, registrations, await model.apiKeys.listBy('application', id), organizationId)
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
    const publications = await model.publications.listBy('offer', offerKey(offer))
    const published = publications.filter(({ publish_status }) => publish_status === 'published')
    const ids = new Set(published.flatMap(({ auth_strategy_id }) => auth_strategy_id ?? []))
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

const named = (name: string, version: string | null) => [name, version].filter(Boolean).join(' ')
