import Type, { type Static, type TProperties } from 'typebox'
import {
  closed,
  HttpUrl,
  LabelChanges,
  Labels,
  nullable,
  orNull,
  ShownLabels,
  Uuid,
} from '../../problems/common-schemas.ts'
import { discriminated } from '../../problems/discriminated.ts'

const Name = Type.String({ minLength: 1, maxLength: 256 })
const DisplayName = Type.String({ maxLength: 256 })
const texts = (maxItems: number, maxLength: number) => Type.Array(Type.String({ maxLength }), { maxItems })

/** Four fields are Konnect's, the rest is the gateway plugin's (`konnect.md` 3.1). */
const openidConnect = {
  issuer: HttpUrl,
  credential_claim: texts(10, 128),
  scopes: texts(50, 128),
  auth_methods: texts(10, 64),
}
const OpenidConnect = Type.Object(openidConnect, { additionalProperties: true })
const Ttl = closed({ value: Type.Integer({ minimum: 1 }), unit: Type.Enum(['days', 'weeks', 'years']) })
const KeyNames = Type.Array(Type.String({ maxLength: 256 }), { minItems: 1, maxItems: 10 })
const KeyAuth = closed({ key_names: Type.Optional(KeyNames), ttl: Type.Optional(Ttl) })
const Principals = closed({ enabled: Type.Boolean() })

const strategyOf = <T extends string, P extends TProperties>(type: T, members: P) =>
  closed({
    name: Name,
    display_name: DisplayName,
    strategy_type: Type.Literal(type),
    labels: Type.Optional(Labels),
    principals: Type.Optional(Principals),
    ...members,
  })

/** Body of a create and of a replacement (`konnect.md` 3.1). */
export const NewAuthStrategy = discriminated('strategy_type', [
  strategyOf('key_auth', { configs: closed({ 'key-auth': KeyAuth }) }),
  strategyOf('openid_connect', {
    configs: closed({ 'openid-connect': OpenidConnect }),
    dcr_provider_id: Type.Optional(nullable(Uuid)),
  }),
])
export type NewAuthStrategy = Static<typeof NewAuthStrategy>

const changesOf = <P extends TProperties>(members: P) =>
  closed({
    name: Type.Optional(Name),
    display_name: Type.Optional(DisplayName),
    labels: Type.Optional(LabelChanges),
    principals: Type.Optional(Principals),
    ...members,
  })

/** Body of an update by the type of the strategy that is stored (`konnect.md` 3.3). */
export const AuthStrategyChanges = {
  key_auth: changesOf({
    configs: Type.Optional(
      closed({ 'key-auth': closed({ key_names: Type.Optional(KeyNames), ttl: Type.Optional(nullable(Ttl)) }) }),
    ),
  }),
  openid_connect: changesOf({
    configs: Type.Optional(
      closed({ 'openid-connect': Type.Partial(Type.Object(openidConnect), { additionalProperties: true }) }),
    ),
    dcr_provider_id: Type.Optional(nullable(Uuid)),
  }),
}

/** A strategy in an answer (`konnect.md` 3.2). */
export const ShownAuthStrategy = Type.Object({
  id: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  strategy_type: Type.String(),
  configs: Type.Record(Type.String(), Type.Unknown()),
  active: Type.Boolean(),
  dcr_provider: orNull(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      display_name: Type.Optional(Type.String()),
      provider_type: Type.String(),
    }),
  ),
  labels: ShownLabels,
  supports_multiple_credentials: Type.Boolean(),
  principals: Principals,
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type ShownAuthStrategy = Static<typeof ShownAuthStrategy>

export const AuthStrategyId = Type.Object({ authStrategyId: Type.String() })
