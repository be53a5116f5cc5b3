import Type, { type Static } from 'typebox'
import { type Listing, listPage } from '../lists/listing.ts'
import type { Page, PageLimits } from '../lists/paging.ts'
import type { Application } from '../model/application.ts'
import type { ClientSecret } from '../model/client-secret.ts'
import type { Entity } from '../model/common.ts'
import type { ApiKey } from '../model/credential.ts'
import type { Model } from '../model/model.ts'
import { orNull } from '../problems/common-schemas.ts'

/** A credential in an answer: never the key or secret itself. */
export const ShownCredential = Type.Object({
  type: Type.String(),
  id: Type.String(),
  display_name: orNull(Type.String()),
  client_id: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  expires_at: orNull(Type.String()),
  created_at: orNull(Type.String()),
})
type Credential = Static<typeof ShownCredential>

/**
 * The credentials of an application at `now` (ISO time), without their secrets: its API keys, the
 * secrets of its client at the identity provider, or that client alone when it has one secret.
 */
export async function credentialsOf(
  model: Model,
  application: Application,
  { query, limits, now }: { query: unknown; limits: PageLimits; now: string },
): Promise<Page<Credential>> {
  const keys = await model.apiKeys.listBy('application', application.id)
  if (keys.length > 0) return listPage(keys, query, { listing: unsorted, limits, view: (key) => shownKey(key, now) })
  const secrets = await model.clientSecrets.listBy('application', application.id)
  if (secrets.length > 0) {
    const view = (row: ClientSecret) => shownSecret(row, application)
    return listPage(secrets, query, { listing: unsorted, limits, view })
  }
  const clients = application.dcr_client ? [application] : []
  return listPage(clients, query, { listing: unsorted, limits, view: shownClient })
}

const unsorted: Listing<Entity> = { sort: {}, filter: {} }

const shownKey = ({ id, display_name, status, expires_at, created_at }: ApiKey, now: string): Credential => ({
  type: 'api_key',
  ...{
    id,
    display_name,
    status: expires_at !== null && expires_at <= now ? 'expired' : status,
    expires_at,
    created_at,
  },
})

const shownSecret = (
  { id, display_name, created_at, expires_at }: ClientSecret,
  { client_id }: Application,
): Credential => ({
  type: 'client_secret',
  ...{ id, display_name, client_id: client_id ?? '', created_at, expires_at },
})

const shownClient = ({ client_id, created_at }: Application): Credential => ({
  type: 'client_secret',
  id: client_id ?? '',
  display_name: null,
  client_id: client_id ?? '',
  created_at,
  expires_at: null,
})
