import { isoTime } from '../../kit/clock.ts'
import type { KonnectContext } from '../context.ts'
import { configOf, emptyConfig } from '../dcr/provider-config.ts'
import type { AuthStrategy } from '../model/auth-strategy.ts'
import type { DcrProvider, ProviderType } from '../model/dcr-provider.ts'
import type { Model } from '../model/model.ts'
import { newEntity } from '../model/new-entity.ts'
import type { Portal } from '../model/portal.ts'
import type { NewApplicationSetup, ShownApplicationSetup } from './schema.ts'

/** What a portal's Application Setup stands for today: one provider and one strategy that nobody else uses (`konnect.md` 14). */
export interface ApplicationSetup {
  provider: DcrProvider
  strategy: AuthStrategy
}

const nameFor = ({ id }: Portal): string => `legacy-${id}`

/** The setup of a portal, once it was saved. */
export async function setupOf(model: Model, portal: Portal): Promise<ApplicationSetup | undefined> {
  const [provider] = await model.dcrProviders.listBy('name', nameFor(portal))
  const [strategy] = await model.authStrategies.listBy('name', nameFor(portal))
  return provider && strategy ? { provider, strategy } : undefined
}

/** Saves the setup over the earlier one, and makes its strategy what applications of the portal get when they name none. */
export async function saveSetup(
  context: KonnectContext,
  portal: Portal,
  type: ProviderType,
  body: NewApplicationSetup,
): Promise<ApplicationSetup> {
  const { model, clock } = context
  const before = await setupOf(model, portal)
  const provider = providerFor(context, portal, type, body)
  const strategy = strategyFor(context, portal, provider.id, body)
  const saved: ApplicationSetup = before
    ? {
        provider: over(before.provider, provider),
        strategy: over(before.strategy, { ...strategy, dcr_provider_id: before.provider.id }),
      }
    : { provider, strategy }
  const { dcrProviders, authStrategies, portals } = model
  await (before ? dcrProviders.replace(saved.provider) : dcrProviders.insert(saved.provider))
  await (before ? authStrategies.replace(saved.strategy) : authStrategies.insert(saved.strategy))
  const default_application_auth_strategy_id = saved.strategy.id
  await portals.replace({ ...portal, default_application_auth_strategy_id, updated_at: isoTime(clock) })
  return saved
}

const over = <Row extends { id: string; created_at: string }>({ id, created_at }: Row, row: Row): Row => ({
  ...row,
  id,
  created_at,
})

/** A bare token is the initial client's secret; Curity's how-to leaves out whose (`konnect.md` 14). */
function providerFor(
  context: KonnectContext,
  portal: Portal,
  type: ProviderType,
  { issuer_url, token, initial_client_id }: NewApplicationSetup,
): DcrProvider {
  const { seal, behaviour } = context
  const client = {
    initial_client_id: initial_client_id ?? behaviour.current.defaultInitialClientId,
    initial_client_secret: token,
  }
  return {
    ...newEntity(context, 'dcr-provider'),
    name: nameFor(portal),
    display_name: 'Application Setup',
    provider_type: type,
    issuer: issuer_url,
    labels: {},
    ...configOf(type === 'okta' ? { dcr_token: token } : client, emptyConfig(type), seal),
  }
}

function strategyFor(
  context: KonnectContext,
  portal: Portal,
  providerId: string,
  { issuer_url, scopes = '', claims = '', auth_methods }: NewApplicationSetup,
): AuthStrategy {
  return {
    ...newEntity(context, 'auth-strategy'),
    name: nameFor(portal),
    display_name: 'Application Setup',
    strategy_type: 'openid_connect',
    configs: {
      'openid-connect': {
        issuer: issuer_url,
        credential_claim: wordsOf(claims, 'sub'),
        // Saving no scopes gives openid, although openid gets in the way of client credentials (konnect.md 14).
        scopes: wordsOf(scopes, 'openid'),
        auth_methods: auth_methods ?? ['client_credentials', 'bearer', 'session'],
      },
    },
    dcr_provider_id: providerId,
    labels: {},
    principals: { enabled: false },
  }
}

function wordsOf(text: string, fallback: string): string[] {
  const words = text.split(',').map((word) => word.trim())
  const said = words.filter((word) => word !== '')
  return said.length > 0 ? said : [fallback]
}

/** The setup as the tab shows it. */
export function shownSetup({ provider, strategy }: ApplicationSetup): ShownApplicationSetup {
  const { scopes = [], credential_claim = [], auth_methods = [] } = strategy.configs['openid-connect'] ?? {}
  const { initial_client_id } = provider.dcr_config
  return {
    idp_type: provider.provider_type,
    issuer_url: provider.issuer,
    ...(typeof initial_client_id === 'string' && { initial_client_id }),
    scopes: scopes.join(','),
    claims: credential_claim.join(','),
    auth_methods: [...auth_methods],
    dcr_provider_id: provider.id,
    auth_strategy_id: strategy.id,
  }
}
