import type { GatewayConsumer } from '../../model/core-entity.ts'
import type { Model } from '../../model/model.ts'
import type { Registration } from '../../model/registration.ts'
import type { ApiRegistration, ClassicRegistration, CurrentRegistration } from './schema.ts'

/** A registration as the classic view shows it (`konnect.md` 5.3). */
export async function shownClassicRegistration(model: Model, row: Registration): Promise<ClassicRegistration> {
  const application = await model.applications.find(row.application_id)
  const version = await model.productVersions.find(row.offer.id)
  const product = version && (await model.apiProducts.find(version.api_product_id))
  const developer = application && (await model.developers.find(application.developer_id))
  return {
    ...common(row),
    product: named(product),
    product_version: named(version),
    application: named(application),
    developer: named(developer && { id: developer.id, name: developer.full_name }),
    granted_scopes: row.granted_scopes && [...row.granted_scopes],
  }
}

/** A registration as the current view shows it. */
export async function shownCurrentRegistration(model: Model, row: Registration): Promise<CurrentRegistration> {
  const api = await model.apis.find(row.offer.id)
  const consumer = row.consumer_id === undefined ? undefined : await model.gatewayConsumers.find(row.consumer_id)
  return {
    ...common(row),
    api: { ...named(api), version: api?.version ?? null, entity_type: 'api' },
    application: named(await model.applications.find(row.application_id)),
    ...(consumer && { consumer: linkedConsumer(consumer) }),
  }
}

/** A registration as the list of an API's registrations shows it. */
export async function shownApiRegistration(
  model: Model,
  { id, status, ...row }: Registration,
): Promise<ApiRegistration> {
  const application = await model.applications.find(row.application_id)
  const { description, developer_id = '' } = application ?? {}
  return {
    ...{ id, status, portal: named(await model.portals.find(row.portal_id)) },
    application: {
      ...named(application),
      ...(description && { description }),
      owner: { type: 'developer', id: developer_id },
    },
  }
}

/** A consumer as a registration names it: without what it does not have. */
const linkedConsumer = ({ id, control_plane_id, custom_id, username }: GatewayConsumer) => ({
  ...{ id, control_plane_id },
  ...(custom_id !== null && { custom_id }),
  ...(username !== null && { username }),
})

const common = ({ id, status, created_at, updated_at }: Registration) => ({ id, status, created_at, updated_at })

/** A registration goes before what it names does, so there always is something to name. */
const named = (row: { id: string; name: string } | undefined) => ({ id: row?.id ?? '', name: row?.name ?? '' })
