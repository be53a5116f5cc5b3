import type { Application } from '../../model/application.ts'
import type { AuthStrategy } from '../../model/auth-strategy.ts'
import type { Developer } from '../../model/developer.ts'
import type { Model } from '../../model/model.ts'
import { credentialTypeOf, strategyInPortal } from '../../model/portal-strategy.ts'
import { strategyProvider } from '../../model/strategy-provider.ts'
import type { ClassicApplication, CurrentApplication } from './schema.ts'

/** An application as the classic view shows it (`konnect.md` 5.2). */
export async function shownClassicApplication(model: Model, row: Application): Promise<ClassicApplication> {
  const { strategy, developer, ...common } = await commonMembers(model, row)
  const { id, full_name: name, email } = developer
  return {
    ...common,
    reference_id: row.client_id ?? row.reference_id ?? '',
    dcr_provider: providerReference(strategy),
    developer: { id, name, email },
    granted_scopes: grantedScopes(row),
  }
}

/** An application as the current view shows it (`konnect.md` 5.2). */
export async function shownCurrentApplication(model: Model, row: Application): Promise<CurrentApplication> {
  const { strategy, developer, ...common } = await commonMembers(model, row)
  const owner = { type: 'developer', id: developer.id }
  if (credentialTypeOf(strategy) === 'key_auth') return { ...common, owner }
  return {
    ...common,
    client_id: row.client_id ?? '',
    dcr_provider: providerReference(strategy),
    granted_scopes: grantedScopes(row),
    owner,
  }
}

async function commonMembers(model: Model, row: Application) {
  const { id, name, description, labels, portal_id, created_at, updated_at } = row
  const { strategy, developer } = await belongings(model, row)
  return {
    ...{ id, name, description, labels },
    registration_count: await model.registrations.countBy('application', id),
    portal: { id: portal_id },
    auth_strategy: strategyInPortal(strategy, await strategyProvider(model, strategy)),
    ...{ created_at, updated_at, strategy, developer },
  }
}

/** What every application has: neither its strategy nor its developer can be deleted before it. */
async function belongings(model: Model, row: Application): Promise<{ strategy: AuthStrategy; developer: Developer }> {
  const strategy = await model.authStrategies.find(row.auth_strategy_id)
  const developer = await model.developers.find(row.developer_id)
  if (!strategy || !developer) throw new Error(`application ${row.id} has lost its strategy or its developer`)
  return { strategy, developer }
}

const providerReference = ({ dcr_provider_id }: AuthStrategy) =>
  dcr_provider_id === null ? null : { id: dcr_provider_id }

const grantedScopes = ({ scopes }: Application): string[] | null => (scopes.length === 0 ? null : [...scopes])
