import type { KonnectContext } from '../context.ts'
import { forbidden, invalidParameters, missingReference, notAllowed, notFound, required } from '../errors.ts'
import type { Application } from '../model/application.ts'
import type { AuthStrategy } from '../model/auth-strategy.ts'
import type { Labels } from '../model/common.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { Developer } from '../model/developer.ts'
import { newEntity } from '../model/new-entity.ts'
import type { Portal } from '../model/portal.ts'
import { credentialTypeOf } from '../model/portal-strategy.ts'
import { strategyProvider } from '../model/strategy-provider.ts'
import { noSuch } from '../reasons.ts'
import { applicationLimit, noDefaultStrategy, publicPortal } from './reasons.ts'
import { refuseTaken } from './taken.ts'

/** What an application is asked to be. Members of the other API version, or of another kind of strategy, are refused. */
export interface ApplicationWish {
  name: string
  description?: string | null | undefined
  redirect_uri?: string | null | undefined
  labels?: Labels | undefined
  /** Null or absent: the portal's default. */
  auth_strategy_id?: string | null | undefined
  /** Self-managed only: the client id in the current view, and in the classic one. */
  client_id?: string | undefined
  reference_id?: string | undefined
  /** DCR only: a client that exists already. */
  dcr_client_id?: string | undefined
  scopes?: readonly string[] | undefined
  team_id?: string | null | undefined
}

/** An application that somebody wants, and for whom. */
export interface NewApplication {
  portal: Portal
  developer: Developer
  wish: ApplicationWish
  /** Operators are told what is wrong by parameter; developers by status (`konnect.md` 5.2, 9.4). Default `developer`. */
  by?: 'developer' | 'operator'
}

/** What was found out before anything was made. */
export interface Checked {
  strategy: AuthStrategy
  /** Makes the client; undefined when the application brings its own credentials. */
  provider: DcrProvider | undefined
}

/** `konnect.md` 15. */
const applicationsPerDeveloper = 500

/** Checks everything that can be checked without the identity provider. @throws Problem 400, 403, 404 or 409 */
export async function checked(context: KonnectContext, asked: NewApplication): Promise<Checked> {
  const { model } = context
  const { portal, developer, wish } = asked
  refusePublic(portal)
  const strategy = await strategyOf(context, asked)
  const provider = await strategyProvider(model, strategy)
  refuseForeignMembers(wish, strategy, portal)
  if ((await model.applications.countBy('developer', developer.id)) >= applicationsPerDeveloper) {
    throw forbidden(undefined, applicationLimit(applicationsPerDeveloper))
  }
  const client_id = clientIdOf(wish)
  await refuseTaken(
    context,
    { ...wish, client_id, developer_id: developer.id, auth_strategy_id: strategy.id },
    asked.by,
  )
  return { strategy, provider }
}

/** Public portals have neither developers nor applications (`konnect.md` 4.1, 4.2). @throws Problem 403 */
export function refusePublic(portal: Portal): void {
  const isPublic = portal.version === 'v2' ? portal.is_public : !portal.authentication_enabled
  if (isPublic) throw forbidden(undefined, publicPortal())
}

async function strategyOf({ model }: KonnectContext, { portal, wish, by }: NewApplication): Promise<AuthStrategy> {
  const id = wish.auth_strategy_id ?? portal.default_application_auth_strategy_id
  if (id === null) throw invalidParameters([required('auth_strategy_id')], noDefaultStrategy())
  const strategy = await model.authStrategies.find(id)
  if (strategy) return strategy
  if (by === 'operator') throw invalidParameters([missingReference('auth_strategy_id', 'Application auth strategy')])
  throw notFound(noSuch('auth strategy', id))
}

/** `konnect.md` 9.4: whoever is given a client id may not send one, whoever manages it must. @throws Problem 400 */
function refuseForeignMembers(wish: ApplicationWish, strategy: AuthStrategy, { version }: Portal): void {
  const type = credentialTypeOf(strategy)
  const mistakes = []
  const sent = (['client_id', 'reference_id', 'dcr_client_id'] as const).filter((name) => wish[name] !== undefined)
  const allowed: Record<string, readonly string[]> = {
    client_credentials: ['dcr_client_id'],
    self_managed_client_credentials: ['client_id', 'reference_id'],
    key_auth: ['reference_id'],
  }
  mistakes.push(...sent.filter((name) => !allowed[type]?.includes(name)).map(notAllowed))
  if (type === 'self_managed_client_credentials' && !clientIdOf(wish)) {
    mistakes.push(required(version === 'v2' ? 'reference_id' : 'client_id'))
  }
  if (wish.team_id) mistakes.push(missingReference('team_id', 'Team'))
  if (mistakes.length > 0) throw invalidParameters(mistakes)
}

const clientIdOf = ({ client_id, reference_id, dcr_client_id }: ApplicationWish): string | undefined =>
  dcr_client_id ?? client_id ?? reference_id

/** The application as asked for, without a client that Konnect makes. */
export function applicationRow(
  context: KonnectContext,
  { portal, developer, wish }: NewApplication,
  found: Checked,
): Application {
  const { strategy, provider } = found
  const isKeyAuth = strategy.strategy_type === 'key_auth'
  const linked = provider && wish.dcr_client_id !== undefined
  return {
    ...newEntity(context, 'application'),
    portal_id: portal.id,
    developer_id: developer.id,
    name: wish.name,
    description: wish.description ?? null,
    redirect_uri: wish.redirect_uri ?? null,
    labels: wish.labels ?? {},
    auth_strategy_id: strategy.id,
    client_id: isKeyAuth ? null : (clientIdOf(wish) ?? null),
    reference_id: isKeyAuth ? (wish.reference_id ?? null) : null,
    scopes: provider?.dcr_config.use_developer_managed_scopes === true ? [...(wish.scopes ?? [])] : [],
    team_id: null,
    dcr_client: linked ? { dcr_provider_id: provider.id, management: {}, management_secrets: {} } : null,
  }
}
