import Type, { type Static, type TProperties } from 'typebox'
import type { ProviderType } from '../../model/dcr-provider.ts'
import { closed, HttpUrl, LabelChanges, Labels, nullable, ShownLabels } from '../../problems/common-schemas.ts'
import { discriminated } from '../../problems/discriminated.ts'

const Text = Type.String({ maxLength: 256 })
const Name = Type.String({ minLength: 1, maxLength: 256 })
const Flag = Type.Optional(Type.Boolean())
const initialClient = { initial_client_id: Text, initial_client_secret: Text }

/** `dcr_config` by provider type, as a create takes it (`konnect.md` 2.1). */
const configs = {
  auth0: closed({
    ...initialClient,
    initial_client_audience: Type.Optional(nullable(Text)),
    use_developer_managed_scopes: Flag,
  }),
  azureAd: closed(initialClient),
  curity: closed(initialClient),
  okta: closed({ dcr_token: Text }),
  http: closed({
    dcr_base_url: HttpUrl,
    api_key: Type.String({ minLength: 12, maxLength: 256, pattern: '^[a-zA-Z0-9_]+$' }),
    disable_event_hooks: Flag,
    disable_refresh_secret: Flag,
    allow_multiple_credentials: Flag,
  }),
  kongIdentity: closed({}),
}

const providerOf = <T extends ProviderType, P extends TProperties>(type: T, config: P) =>
  closed({
    name: Name,
    display_name: Type.Optional(Name),
    provider_type: Type.Literal(type),
    issuer: HttpUrl,
    labels: Type.Optional(Labels),
    ...config,
  })

/** Body of a create. Closed, though the description leaves its top level open (`konnect.md` 2.1, PROP). */
export const NewDcrProvider = discriminated('provider_type', [
  providerOf('auth0', { dcr_config: configs.auth0 }),
  providerOf('azureAd', { dcr_config: configs.azureAd }),
  providerOf('curity', { dcr_config: configs.curity }),
  providerOf('okta', { dcr_config: configs.okta }),
  providerOf('http', { dcr_config: configs.http }),
  providerOf('kongIdentity', { dcr_config: Type.Optional(configs.kongIdentity) }),
])
export type NewDcrProvider = Static<typeof NewDcrProvider>

const changesOf = <P extends TProperties>(config: P) =>
  closed({
    name: Type.Optional(Name),
    display_name: Type.Optional(Name),
    issuer: Type.Optional(HttpUrl),
    labels: Type.Optional(LabelChanges),
    ...config,
  })
const partially = <P extends TProperties>(config: Type.TObject<P>) => ({
  dcr_config: Type.Optional(Type.Partial(config, { additionalProperties: false })),
})

/** Body of an update by the type of the provider that is stored; kongIdentity has no `dcr_config` to change. */
export const DcrProviderChanges = {
  auth0: changesOf(partially(configs.auth0)),
  azureAd: changesOf(partially(configs.azureAd)),
  curity: changesOf(partially(configs.curity)),
  okta: changesOf(partially(configs.okta)),
  http: changesOf(partially(configs.http)),
  kongIdentity: changesOf({}),
}

/** A provider in an answer: `dcr_config` without its secret members (`konnect.md` 2.2). */
export const ShownDcrProvider = Type.Object({
  id: Type.String(),
  name: Type.String(),
  display_name: Type.Optional(Type.String()),
  provider_type: Type.String(),
  issuer: Type.String(),
  active: Type.Boolean(),
  dcr_config: Type.Record(Type.String(), Type.Unknown()),
  labels: ShownLabels,
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownDcrProvider = Static<typeof ShownDcrProvider>

/** What a verification answers. */
export const Verification = Type.Object({
  status: Type.String(),
  errors: Type.Array(Type.String()),
})

export const DcrProviderId = Type.Object({ dcrProviderId: Type.String() })
