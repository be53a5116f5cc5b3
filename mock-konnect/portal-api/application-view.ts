import type { KonnectContext } from '../context.ts'
import { found } from '../found.ts'
import type { Application } from '../model/application.ts'
import type { PortalVersion } from '../model/common.ts'
import type { Model } from '../model/model.ts'
import type { ShownApplication } from './application-schema.ts'
import { shownStrategy } from './strategies.ts'
import type { Visit } from './visits.ts'

/** The developer's own application; of others' nothing is said. @throws Problem 404 */
export async function ownApplication(
  { model }: KonnectContext,
  { developer }: Visit,
  id: string,
): Promise<Application> {
  const row = await model.applications.find(id)
  return found(row?.developer_id === developer.id ? row : undefined, 'application of this developer', id)
}

/** An application as its developer sees it (`konnect.md` 9.4). @param clientSecret only right after creation */
export async function shownApplication(
  model: Model,
  version: PortalVersion,
  row: Application,
  clientSecret?: string,
): Promise<ShownApplication> {
  const strategy = await model.authStrategies.find(row.auth_strategy_id)
  const { id, name, description, redirect_uri, client_id, team_id, created_at, updated_at } = row
  const common = {
    ...{ id, name, description, redirect_uri },
    ...(strategy && { auth_strategy: await shownStrategy(model, strategy) }),
    ...(row.scopes.length > 0 && { scopes: [...row.scopes] }),
    ...{ created_at, updated_at },
  }
  const secret =
    client_id !== null && clientSecret !== undefined ? { client_id, client_secret: clientSecret } : undefined
  if (version === 'v2') {
    return { ...common, reference_id: client_id ?? row.reference_id ?? '', ...(secret && { credentials: secret }) }
  }
  return { ...common, ...(client_id !== null && { client_id }), ...secret, team_id }
}
