import type { FastifyRequest } from 'fastify'
import type { ApiAnswer } from '../../../kit/pages/own-api.ts'
import type { PortalStrategy } from '../../model/portal-strategy.ts'
import type { Site } from '../site.ts'

/** What applications register for: an API, or in a classic portal a version of an API product. */
export interface Offer {
  id: string
  name: string
  description: string | null
  /** Address of its page within the site. */
  path: string
  /** How it is called; undefined when it is published without a strategy. */
  strategy: PortalStrategy | undefined
  /** Whether applications may register. */
  open: boolean
  /** The API's list of applications that are registered for it, or could be. */
  applications: string
  /** What registers an application. */
  registration: object
  /** Where the API has its specification. */
  specification: string | undefined
}

type Found = (site: Site, request: FastifyRequest) => Promise<Offer>

/** Paths of the pages of an offer, as routes. */
export const offerPath = ({ generation }: Site): string =>
  generation.version === 'v2' ? '/products/:product/versions/:version' : '/apis/:api'

/** The offer that an address names. @throws like `Site.read` */
export const offerAt: Found = (site, request) =>
  site.generation.version === 'v2' ? versionAt(site, request) : apiAt(site, request)

interface Api {
  id: string
  name: string
  version: string | null
  description: string | null
  slug: string
  auth_strategies: PortalStrategy[]
  specifications: { id: string }[]
}

const apiAt: Found = async (site, request) => {
  const { api = '' } = request.params as { api?: string } // what the route declares
  const path = `/apis/${encodeURIComponent(api)}`
  const { id, name, version, description, slug, auth_strategies, specifications } = await site.read<Api>(request, path)
  const [strategy] = auth_strategies
  const [specification] = specifications
  return {
    id,
    name: version === null ? name : `${name} ${version}`,
    description,
    path: `/apis/${encodeURIComponent(slug)}`,
    strategy,
    open: strategy !== undefined,
    applications: `${path}/applications`,
    registration: { api_id: id },
    specification: specification && `${path}/specifications/${specification.id}`,
  }
}

interface Version {
  id: string
  name: string
  registration_configs: (PortalStrategy & { registration_enabled: boolean })[]
}

const versionAt: Found = async (site, request) => {
  const { product = '', version = '' } = request.params as { product?: string; version?: string } // what the route declares
  const path = `/products/${encodeURIComponent(product)}`
  const below = `${path}/versions/${encodeURIComponent(version)}`
  const { name, description } = await site.read<{ name: string; description: string | null }>(request, path)
  const { id, name: versionName, registration_configs } = await site.read<Version>(request, below)
  const [strategy] = registration_configs
  return {
    id,
    name: `${name} ${versionName}`,
    description,
    path: below,
    strategy,
    open: strategy?.registration_enabled === true,
    applications: `${below}/applications`,
    registration: { product_version_id: id },
    specification: `${below}/spec`,
  }
}

/** The text of a specification; undefined when there is none that can be had. */
export async function specificationOf(
  site: Site,
  request: FastifyRequest,
  { specification }: Offer,
): Promise<string | undefined> {
  if (specification === undefined) return undefined
  const { status, body }: ApiAnswer = await site.act(request, 'GET', specification)
  const content = status === 200 ? (body as { content?: unknown }).content : undefined // 204 where there is none
  return typeof content === 'string' ? content : undefined
}
