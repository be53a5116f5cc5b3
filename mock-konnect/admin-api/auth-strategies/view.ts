import { type AuthStrategy, offersCredentialLists } from '../../model/auth-strategy.ts'
import type { DcrProvider } from '../../model/dcr-provider.ts'
import type { Model } from '../../model/model.ts'
import { strategyProvider } from '../../model/strategy-provider.ts'
import type { ShownAuthStrategy } from './schema.ts'

/** A strategy as answers show it (`konnect.md` 3.2): the provider is embedded, its id is not echoed. */
export async function shownStrategy(model: Model, row: AuthStrategy): Promise<ShownAuthStrategy> {
  const provider = await strategyProvider(model, row)
  const { id, name, display_name, strategy_type, configs, labels, principals, created_at, updated_at } = row
  return {
    ...{ id, name, display_name, strategy_type, configs },
    active: await isPublished(model, id),
    dcr_provider: provider ? embedded(provider) : null,
    labels,
    supports_multiple_credentials: offersCredentialLists(row, provider),
    ...{ principals, created_at, updated_at },
  }
}

/** `active` is true while something that is published uses the strategy (`konnect.md` 3.3). */
async function isPublished(model: Model, strategyId: string): Promise<boolean> {
  const publications = await model.publications.listBy('auth_strategy', strategyId)
  return publications.some(({ publish_status }) => publish_status === 'published')
}

const embedded = ({ id, name, display_name, provider_type }: DcrProvider) => ({
  ...{ id, name, provider_type },
  ...(display_name !== null && { display_name }),
})
