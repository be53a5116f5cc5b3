import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type, { type Static } from 'typebox'
import { textOf } from '../lists/filters.ts'
import { type Listing, listPage } from '../lists/listing.ts'
import { pageOf } from '../lists/page-schema.ts'
import { type AuthStrategy, offersCredentialLists, secretLimits } from '../model/auth-strategy.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { Model } from '../model/model.ts'
import type { Portal } from '../model/portal.ts'
import { credentialTypeOf, PortalStrategy, strategyInPortal } from '../model/portal-strategy.ts'
import { strategyProvider } from '../model/strategy-provider.ts'
import type { SignedInOptions } from './visits.ts'

/** A strategy as developers see it; members by credential type (`konnect.md` 9.3). */
export const ShownStrategy = Type.Object({
  ...PortalStrategy.properties,
  supports_multiple_credentials: Type.Optional(Type.Boolean()),
  min_allowed_credentials: Type.Optional(Type.Integer()),
  max_allowed_credentials: Type.Optional(Type.Integer()),
})
export type ShownStrategy = Static<typeof ShownStrategy>

const listing: Listing<AuthStrategy> = {
  sort: {},
  filter: {
    name: textOf(['eq', 'contains'], (row) => row.display_name),
    credential_type: textOf(['eq'], credentialTypeOf),
  },
}

/** The strategies that a developer may pick for an application (`konnect.md` 9.3). */
export const pickableStrategies: FastifyPluginAsyncTypebox<SignedInOptions> = async (
  app,
  { context, version, visitOf },
) => {
  const { model, behaviour } = context
  const path = version === 'v2' ? '/applications/auth-strategies' : '/application-auth-strategies'
  app.get(path, { schema: { response: { 200: pageOf(ShownStrategy) } } }, async (request) => {
    const rows = await strategiesOf(model, visitOf(request).portal)
    const view = (row: AuthStrategy) => shownStrategy(model, row)
    return listPage(rows, request.query, { listing, limits: behaviour.current, view })
  })
}

/** The strategies of what is published in the portal, and the portal's default. */
export async function strategiesOf(model: Model, portal: Portal): Promise<AuthStrategy[]> {
  const publications = await model.publications.listBy('portal', portal.id)
  const published = publications.filter(({ publish_status }) => publish_status === 'published')
  const named = published.flatMap(({ auth_strategy_id }) => auth_strategy_id ?? [])
  const ids = new Set([
    ...named,
    ...(portal.default_application_auth_strategy_id ? [portal.default_application_auth_strategy_id] : []),
  ])
  const rows = await Promise.all(Array.from(ids, (id) => model.authStrategies.find(id)))
  return rows.filter((row) => row !== undefined)
}

/** A strategy in the answer to a developer. */
export async function shownStrategy(model: Model, row: AuthStrategy): Promise<ShownStrategy> {
  const provider = await strategyProvider(model, row)
  const several = offersCredentialLists(row, provider)
  return {
    ...strategyInPortal(row, provider),
    supports_multiple_credentials: several,
    ...(several && provider && limitsOf(provider)),
  }
}

/** Shown where clients have several secrets and the identity provider sets a limit (`konnect.md` 9.3). */
function limitsOf(provider: DcrProvider) {
  const { least, most } = secretLimits(provider)
  return most === undefined ? {} : { min_allowed_credentials: least, max_allowed_credentials: most }
}
