import Type, { type Static } from 'typebox'
import { warningsOf } from '../auth/not-simulated.ts'
import type { OpenIdConnect } from '../auth/openid-connect.ts'
import { OpenIdConnectConfig } from '../auth/openid-connect-config.ts'
import type { Strategies } from '../auth/strategies.ts'

const Path = Type.Array(Type.String())

/** How the plugin finds a consumer for a token (gateway.md 7, `consumer_*`). */
const ConsumerMapping = Type.Object({
  consumer_claim: Type.Optional(Type.Union([Path, Type.Null()])),
  /** From 3.14 on: several paths, the first that finds a consumer counts. */
  consumer_claims: Type.Optional(Type.Union([Type.Array(Path), Type.Null()])),
  consumer_by: Type.Optional(Type.Array(Type.Enum(['id', 'username', 'custom_id']))),
  consumer_optional: Type.Optional(Type.Boolean()),
  authenticated_groups_claim: Type.Optional(Type.Union([Path, Type.Null()])),
})
/** A checked one. */
export type ConsumerMapping = Static<typeof ConsumerMapping>

/** What Kong's `openid-connect` plugin is configured with on a route, a service or everything. */
export const OpenIdConnectPluginConfig = Type.Intersect([OpenIdConnectConfig, ConsumerMapping])

/** The stand-alone plugin at work: as a strategy's, but callers are consumers, not applications. */
export interface OpenIdConnectPlugin {
  oidc: OpenIdConnect
  mapping: ConsumerMapping
}

/** @param id of the plugin: it isolates the token cache unless a salt is configured */
export const openIdConnectPlugin =
  (id: string, strategies: Strategies) =>
  (config: OpenIdConnectConfig & ConsumerMapping): OpenIdConnectPlugin => ({
    oidc: strategies.openIdConnect(id, config),
    mapping: config,
  })

/** What the plugin is asked for and does not do, in words. */
export function pluginWarnings(config: object): string[] {
  const rest = Object.entries(config).filter(([name]) => !(name in ConsumerMapping.properties))
  return warningsOf(Object.fromEntries(rest), 'the plugin')
}

/** The claim paths that lead to a consumer; `consumer_claims` is unknown to releases before 3.14. */
export function pathsOf({ consumer_claim, consumer_claims }: ConsumerMapping, knowsLists: boolean): string[][] {
  if (knowsLists && consumer_claims?.length) return consumer_claims
  return consumer_claim?.length ? [consumer_claim] : []
}
