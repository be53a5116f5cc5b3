import Type, { type Static } from 'typebox'
import type { ApiProduct, ProductVersion } from '../model/api-product.ts'
import type { Model } from '../model/model.ts'
import { strategyInPortal } from '../model/portal-strategy.ts'
import type { Publication } from '../model/publication.ts'
import { strategyProvider } from '../model/strategy-provider.ts'
import { orNull, ShownLabels } from '../problems/common-schemas.ts'

/** An API product as a portal shows it (`konnect.md` 9.7). */
export const ShownProduct = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: orNull(Type.String()),
  document_count: Type.Integer(),
  version_count: Type.Integer(),
  latest_version: orNull(Type.Object({ id: Type.String(), name: Type.String() })),
  public_labels: ShownLabels,
  created_at: Type.String(),
  updated_at: Type.String(),
})

/** A version of an API product, with the strategies that registrations need. */
export const ShownVersion = Type.Object({
  id: Type.String(),
  name: Type.String(),
  deprecated: Type.Boolean(),
  registration_configs: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      credential_type: Type.String(),
      auth_methods: Type.Optional(Type.Array(Type.String())),
      available_scopes: Type.Optional(Type.Array(Type.String())),
      registration_enabled: Type.Boolean(),
      registration_auto_approve: Type.Boolean(),
    }),
  ),
  created_at: Type.String(),
  updated_at: Type.String(),
})

export function shownProduct(
  row: ApiProduct,
  versions: readonly ProductVersion[],
  document_count: number,
): Static<typeof ShownProduct> {
  const { id, name, description, public_labels, created_at, updated_at } = row
  const latest = versions.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0]
  return {
    ...{ id, name, description, document_count, version_count: versions.length },
    latest_version: latest ? { id: latest.id, name: latest.name } : null,
    ...{ public_labels: { ...public_labels }, created_at, updated_at },
  }
}

export async function shownVersion(
  model: Model,
  { id, name, created_at, updated_at }: ProductVersion,
  publication: Publication,
): Promise<Static<typeof ShownVersion>> {
  const { auth_strategy_id, deprecated, application_registration_enabled, auto_approve_registrations } = publication
  const strategy = auth_strategy_id === null ? undefined : await model.authStrategies.find(auth_strategy_id)
  const provider = await strategyProvider(model, strategy)
  const config = strategy && {
    ...strategyInPortal(strategy, provider),
    registration_enabled: application_registration_enabled,
    registration_auto_approve: auto_approve_registrations,
  }
  return { id, name, deprecated, registration_configs: config ? [config] : [], created_at, updated_at }
}
