import { invalidParameters, missingReference, notAllowed } from '../errors.ts'
import type { Application } from '../model/application.ts'
import type { CredentialType } from '../model/portal-strategy.ts'

/** What may change of an application: never its strategy, and its client id only when the developer manages it. */
export interface ApplicationChanges {
  name?: string | undefined
  description?: string | undefined
  redirect_uri?: string | null | undefined
  client_id?: string | undefined
  reference_id?: string | undefined
  scopes?: readonly string[] | undefined
  team_id?: string | null | undefined
}

/** Members that an application of each kind may not send, since others say what they are (`konnect.md` 9.4). */
const fixed: Record<CredentialType, readonly string[]> = {
  client_credentials: ['client_id', 'reference_id'],
  self_managed_client_credentials: [],
  key_auth: ['client_id'],
}

/**
 * The application after `changes`; scopes change only where the developer manages them.
 * @throws Problem 400
 */
export function changedApplication(
  application: Application,
  changes: ApplicationChanges,
  { type, choosesScopes }: { type: CredentialType | undefined; choosesScopes: boolean },
): Application {
  const sent = Object.entries(changes).filter(([, value]) => value !== undefined)
  const mistakes = sent.filter(([name]) => type && fixed[type].includes(name)).map(([name]) => notAllowed(name))
  if (changes.team_id) mistakes.push(missingReference('team_id', 'Team'))
  if (mistakes.length > 0) throw invalidParameters(mistakes)

  const { name, description, redirect_uri, client_id, reference_id, scopes } = changes
  const isKeyAuth = type === 'key_auth'
  return {
    ...application,
    name: name ?? application.name,
    description: description ?? application.description,
    redirect_uri: redirect_uri === undefined ? application.redirect_uri : redirect_uri,
    client_id: isKeyAuth ? null : (client_id ?? reference_id ?? application.client_id),
    reference_id: isKeyAuth ? (reference_id ?? application.reference_id) : null,
    scopes: choosesScopes && scopes ? [...scopes] : application.scopes,
  }
}
