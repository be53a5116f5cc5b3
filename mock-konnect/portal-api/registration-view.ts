import Type from 'typebox'
import { textOf } from '../lists/filters.ts'
import type { Listing } from '../lists/listing.ts'
import type { PortalVersion } from '../model/common.ts'
import type { Model } from '../model/model.ts'
import type { Registration } from '../model/registration.ts'

const common = {
  id: Type.String(),
  status: Type.String(),
  application_id: Type.String(),
  created_at: Type.String(),
  updated_at: Type.String(),
}

/** A registration as its developer sees it, by API version (`konnect.md` 9.6). */
export const ShownRegistration = {
  v2: Type.Object({
    ...common,
    product_id: Type.String(),
    product_name: Type.String(),
    product_version_id: Type.String(),
    product_version_name: Type.String(),
    granted_scopes: Type.Optional(Type.Array(Type.String())),
  }),
  v3: Type.Object({ ...common, api_id: Type.String(), api_name: Type.String(), api_slug: Type.String() }),
}

export async function shownRegistration(model: Model, row: Registration) {
  const { id, status, application_id, granted_scopes, created_at, updated_at } = row
  const shown = { id, status, application_id, ...(await offerMembers(model, row)), created_at, updated_at }
  return granted_scopes === null ? shown : { ...shown, granted_scopes: [...granted_scopes] }
}

/** Registrations go before their offer does, so there always is one to name. */
async function offerMembers(model: Model, { offer }: Registration) {
  if (offer.type === 'api') {
    const api = await model.apis.find(offer.id)
    return { api_id: offer.id, api_name: api?.name ?? '', api_slug: api?.slug ?? '' }
  }
  const version = await model.productVersions.find(offer.id)
  const product = version && (await model.apiProducts.find(version.api_product_id))
  return {
    product_id: product?.id ?? '',
    product_name: product?.name ?? '',
    product_version_id: offer.id,
    product_version_name: version?.name ?? '',
  }
}

type Names = ReadonlyMap<string, Readonly<Record<string, string>>>

/** What the offers of `rows` are called, for filters. */
export const namesOf = async (model: Model, rows: readonly Registration[]): Promise<Names> =>
  new Map(await Promise.all(rows.map(async (row) => [row.id, await offerMembers(model, row)] as const)))

/** By which members registrations are filtered. */
export function registrationListing(version: PortalVersion, names: Names): Listing<Registration> {
  const named = (member: string) => textOf<Registration>(['eq', 'contains'], ({ id }) => names.get(id)?.[member])
  const own = {
    id: textOf<Registration>(['eq'], (row) => row.id),
    status: textOf<Registration>(['eq'], (row) => row.status),
  }
  const members = version === 'v2' ? ['product_name', 'product_version_name'] : ['api_name']
  const byName = Object.fromEntries(members.map((member) => [member, named(member)]))
  return { sort: {}, filter: { ...own, ...byName } }
}
