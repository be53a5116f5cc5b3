import { defaultStrategy } from '../../mock-konnect/first-state.ts'
import type { AuthStrategy } from '../../mock-konnect/model/auth-strategy.ts'
import type { DcrProvider } from '../../mock-konnect/model/dcr-provider.ts'
import type { DemoKonnect, Times } from './konnect.ts'
import { demo } from './names.ts'

const { ids } = demo

/** A state document holds secrets in plain text; the server seals them when it is loaded. */
type PlainDcrProvider = Omit<DcrProvider, 'secrets'> & { secrets: Record<string, string> }

/** The DCR provider at Curity, the strategy `curity-dcr` that uses it, and `Key Auth`, which every organisation has. */
export function authenticationTables({ issuers, given }: DemoKonnect, times: Times) {
  const provider: PlainDcrProvider = {
    id: ids.provider,
    ...times,
    name: 'Curity',
    display_name: 'Curity',
    provider_type: 'curity',
    issuer: given.provider?.issuer ?? `${issuers.provider}/.well-known/openid-configuration`,
    labels: {},
    dcr_config: { initial_client_id: given.provider?.initial_client_id ?? demo.registrar.clientId },
    secrets: { initial_client_secret: given.provider?.initial_client_secret ?? demo.registrar.clientSecret },
  }
  const strategy: AuthStrategy = {
    id: ids.strategy,
    ...times,
    name: 'curity-dcr',
    display_name: 'Curity',
    strategy_type: 'openid_connect',
    configs: {
      'openid-connect': {
        issuer: `${issuers.strategy}/.well-known/openid-configuration`,
        credential_claim: ['sub'],
        scopes: [],
        auth_methods: ['client_credentials', 'bearer', 'session'],
        ...given.strategy,
      },
    },
    dcr_provider_id: ids.provider,
    labels: {},
    principals: { enabled: false },
  }
  const keyAuth = defaultStrategy({ id: ids.keyAuth, ...times })
  return { dcr_providers: [provider], auth_strategies: [strategy, keyAuth] }
}
