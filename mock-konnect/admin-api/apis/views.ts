import type { Api, ApiImplementation } from '../../model/api.ts'
import { currentVersion } from '../../model/current-version.ts'
import { subjectKey } from '../../model/document.ts'
import type { Model } from '../../model/model.ts'
import { offerKey, type Publication } from '../../model/publication.ts'
import type { ApiVersion } from '../../model/specification.ts'
import type { ShownApi, ShownImplementation, ShownPublication } from './schema.ts'

/** An API as answers show it (`konnect.md` 7). */
export async function shownApi(model: Model, row: Api): Promise<ShownApi> {
  const publications = await model.publications.listBy('offer', offerKey({ type: 'api', id: row.id }))
  const portals = await Promise.all(publications.map(({ portal_id }) => model.portals.find(portal_id)))
  const [implementation] = await model.apiImplementations.listBy('api', row.id)
  return {
    ...row,
    current_version_summary: summaryOf(await currentVersion(model, row)),
    api_spec_ids: (await model.specifications.listBy('subject', subjectKey({ type: 'api', id: row.id }))).map(
      ({ id }) => id,
    ),
    portals: portals
      .filter((portal) => portal !== undefined)
      .map(({ id, name, display_name }) => ({ id, name, display_name })),
    implementation_mode: implementation ? modeOf(implementation) : null,
    attributes: Object.fromEntries(Object.entries(row.attributes).map(([key, values]) => [key, [...values]])),
  }
}

/** A version without the content of its specification. */
function summaryOf(row: ApiVersion | undefined) {
  if (!row) return null
  const { spec, ...version } = row
  return { ...version, ...(spec && { spec: { type: spec.type } }) }
}

/** What `implementation_mode` calls an implementation. */
export const modeOf = ({ service }: ApiImplementation): string =>
  service ? 'gateway_entity_binding' : 'access_control_enforcement'

/** An implementation as answers show it. Synchronisation with the control plane never fails here. */
export function shownImplementation({
  id,
  service,
  control_plane,
  created_at,
  updated_at,
}: ApiImplementation): ShownImplementation {
  return {
    id,
    ...(service && { service: { ...service, auth_strategy_sync_error: null } }),
    ...(control_plane && { control_plane }),
    ...{ created_at, updated_at },
  }
}

/** A publication as answers show it. */
export const shownPublication = (row: Publication): ShownPublication => ({
  auto_approve_registrations: row.auto_approve_registrations,
  auth_strategy_ids: row.auth_strategy_id === null ? null : [row.auth_strategy_id],
  visibility: row.visibility,
  warnings: [],
  created_at: row.created_at,
  updated_at: row.updated_at,
})
