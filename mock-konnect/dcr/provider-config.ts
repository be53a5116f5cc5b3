import type { Seals } from '../../kit/seal.ts'
import type { DcrProvider, ProviderType } from '../model/dcr-provider.ts'

/** Members of a `dcr_config` that are taken and never shown (`konnect.md` 2.2). */
const secretMembers = ['initial_client_secret', 'dcr_token', 'api_key']

/** What answers show although a create may leave it out. */
const defaults: Partial<Record<ProviderType, Readonly<Record<string, unknown>>>> = {
  auth0: { initial_client_audience: null, use_developer_managed_scopes: false },
  http: { disable_event_hooks: false, disable_refresh_secret: false, allow_multiple_credentials: false },
}

type Config = Pick<DcrProvider, 'dcr_config' | 'secrets'>

/** `sent` taken apart into what is shown and what is sealed, on top of what was `stored`. */
export function configOf(sent: object, stored: Config, seal: Seals): Config {
  const members = Object.entries(sent)
  const isSecret = ([name]: [string, unknown]) => secretMembers.includes(name)
  const sealed = members.filter(isSecret).map(([name, value]) => [name, seal.seal(String(value))])
  return {
    dcr_config: { ...stored.dcr_config, ...Object.fromEntries(members.filter((member) => !isSecret(member))) },
    secrets: { ...stored.secrets, ...Object.fromEntries(sealed) },
  }
}

/** What a provider of this type has before anything was sent. */
export const emptyConfig = (type: ProviderType): Config => ({ dcr_config: defaults[type] ?? {}, secrets: {} })
