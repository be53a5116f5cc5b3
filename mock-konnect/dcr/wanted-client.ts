import type { KonnectContext } from '../context.ts'
import type { Application } from '../model/application.ts'
import type { AuthStrategy, OpenidConnectConfig } from '../model/auth-strategy.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { WantedClient } from './driver.ts'

type Basis = Pick<KonnectContext, 'behaviour' | 'organizationId'>

/** What `application` asks of its identity provider. */
export function wantedClient(
  context: Basis,
  application: Application,
  { strategy, provider }: { strategy: AuthStrategy | undefined; provider: DcrProvider },
): WantedClient {
  const config = strategy?.configs['openid-connect']
  const chosen = provider.dcr_config.use_developer_managed_scopes === true
  return {
    name: application.name,
    description: application.description,
    redirectUri: application.redirect_uri,
    scopes: chosen ? application.scopes : strategyScopes(context, config),
    authMethods: config?.auth_methods ?? [],
    audience: audienceOf(config),
    belongsTo: {
      application: application.id,
      portal: application.portal_id,
      organization: context.organizationId,
      developer: application.developer_id,
      strategy: application.auth_strategy_id,
    },
  }
}

/** The strategy's scopes; `openid` when it names none (`konnect.md` 11.1, 14), unless the switch leaves empty what is empty. */
function strategyScopes({ behaviour }: Basis, config: OpenidConnectConfig | undefined): readonly string[] {
  const scopes = config?.scopes ?? []
  return scopes.length === 0 && behaviour.current.emptyScopes === 'openid' ? ['openid'] : scopes
}

/**
 * The API that the tokens of a strategy are for: what its callers send as `audience`, or what the gateway asks for
 * (`konnect.md` 3.1, 13.1; which of the plugin's fields Konnect reads is not known).
 */
function audienceOf(config: OpenidConnectConfig | undefined): string | undefined {
  const names = textsOf(config?.token_post_args_names)
  const sent = textsOf(config?.token_post_args_values)[names.indexOf('audience')]
  return sent ?? textsOf(config?.audience)[0] ?? textsOf(config?.audience_required)[0]
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
