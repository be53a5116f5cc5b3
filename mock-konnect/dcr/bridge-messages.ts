import type { DcrProvider } from '../model/dcr-provider.ts'
import type { ManagedClient, WantedClient } from './driver.ts'

/**
 * Body of a bridge's create (`konnect.md` 12): all members are required, so what is not there is empty. The bridge reads the
 * strategy's `auth_methods` out of `grant_types`.
 */
export const newApplication = (provider: DcrProvider, wanted: WantedClient): object => ({
  redirect_uris: wanted.redirectUri === null ? [] : [wanted.redirectUri],
  client_name: wanted.name,
  grant_types: wanted.authMethods,
  scopes: wanted.scopes,
  token_endpoint_auth_method: 'client_secret_basic',
  application_description: wanted.description ?? '',
  ...belongings(provider, wanted),
})

/** An event with the members of its type. */
export type BridgeEvent = ReturnType<typeof bridgeEvent> &
  ({ redirect_uris: string[] } | { api_product_version_id: string; audience?: string })

/** What every event has; each type adds members of its own. */
export const bridgeEvent = (
  event_type: 'update_application' | 'add_registration' | 'remove_registration',
  { provider, client, wanted }: { provider: DcrProvider; client: ManagedClient; wanted: WantedClient },
) => ({
  event_type,
  client_id: client.clientId,
  application_id: wanted.belongsTo.application,
  application_name: wanted.name,
  application_description: wanted.description ?? '',
  ...belongings(provider, wanted),
})

const belongings = ({ id }: DcrProvider, { belongsTo }: WantedClient) => ({
  portal_id: belongsTo.portal,
  organization_id: belongsTo.organization,
  developer_id: belongsTo.developer,
  auth_strategy_id: belongsTo.strategy,
  dcr_provider_id: id,
})
