import Type, { type Static } from 'typebox'
import { closed, HttpUrl } from '../problems/common-schemas.ts'

/** The tab as it is saved (`konnect.md` 14): scopes and claims are comma-separated text. */
export const NewApplicationSetup = closed({
  idp_type: Type.String(),
  issuer_url: HttpUrl,
  token: Type.String({ minLength: 1, maxLength: 256 }),
  initial_client_id: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  scopes: Type.Optional(Type.String({ maxLength: 1024 })),
  claims: Type.Optional(Type.String({ maxLength: 1024 })),
  auth_methods: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 10 })),
})
export type NewApplicationSetup = Static<typeof NewApplicationSetup>

/** What was saved. The token is not shown again; the ids are those of what the tab stands for. */
export const ShownApplicationSetup = Type.Object({
  idp_type: Type.String(),
  issuer_url: Type.String(),
  initial_client_id: Type.Optional(Type.String()),
  scopes: Type.String(),
  claims: Type.String(),
  auth_methods: Type.Array(Type.String()),
  dcr_provider_id: Type.String(),
  auth_strategy_id: Type.String(),
})
export type ShownApplicationSetup = Static<typeof ShownApplicationSetup>

export const PortalId = Type.Object({ portalId: Type.String() })
