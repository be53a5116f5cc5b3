import Type, { type Static } from 'typebox'
import type { Behaviour } from '../kit/behaviour.ts'
import type { KonnectHooks } from './quirks/hook-points.ts'

/** What the public record leaves open about Konnect, each at the fact sheet's default. Sorted by name. */
export const BehaviourSwitches = Type.Object(
  {
    allowedOrigins: Type.Array(Type.String(), {
      default: ['loopback'],
      description:
        'origins whose scripts may call the APIs with cookies: https://portal.example.com, loopback for those of this machine, * for all (konnect.md 1.3)',
    }),
    compat: Type.Enum(['strict', 'docs'], {
      default: 'strict',
      description: 'docs: the requests that the vendor how-tos print work as printed (konnect.md 17)',
    }),
    curityManagement: Type.Enum(['registration-token', 'dcrm'], {
      default: 'registration-token',
      description:
        'how clients at Curity are managed: by their own token, or by a token with scope dcrm (konnect.md 11.1)',
    }),
    defaultInitialClientId: Type.String({
      default: 'konnect-dcr',
      minLength: 1,
      description: 'initial client id that belongs to a bare Curity token of the older how-to (konnect.md 14)',
    }),
    discoveryTtlMs: Type.Integer({
      default: 0,
      minimum: 0,
      description: 'how long the metadata of an issuer is remembered; 0: it is read for each application',
    }),
    emptyScopes: Type.Enum(['openid', 'empty'], {
      default: 'openid',
      description:
        'what a strategy without scopes asks for at the identity provider: openid, or nothing (konnect.md 11.1)',
    }),
    idpDeleteFailure: Type.Enum(['keep', 'forget'], {
      default: 'keep',
      description:
        'an application whose client cannot be deleted: keep it and answer 400, or delete it and leave the client (konnect.md 10)',
    }),
    idpRetries: Type.Integer({
      default: 0,
      minimum: 0,
      maximum: 10,
      description: 'how often a registration whose answer was lost is sent again; nothing else ever is',
    }),
    idpTimeoutMs: Type.Integer({
      default: 10_000,
      minimum: 1,
      description: 'until an identity provider must have answered one call',
    }),
    idpTlsVerify: Type.Boolean({
      default: true,
      description: "whether identity providers' certificates are checked",
    }),
    idpUnreachableHosts: Type.Array(Type.String(), {
      default: [],
      description: 'hosts (with port) that Konnect cannot reach, although others can: a private network',
    }),
    initialClientAuthentication: Type.Enum(['basic', 'form'], {
      default: 'basic',
      description: 'how the initial client shows its secret to the token endpoint (konnect.md 11.1)',
    }),
    mailTokenSeconds: Type.Integer({
      default: 86_400,
      minimum: 1,
      description: 'how long a token sent by e-mail works (konnect.md 9.2)',
    }),
    maximumPageSize: Type.Integer({
      default: 100,
      minimum: 1,
      description: 'largest page[size]; above it 400, with compat docs the maximum (konnect.md 1.5)',
    }),
    portalAccessTokenSeconds: Type.Integer({
      default: 86_400,
      minimum: 1,
      description: 'lifetime of a developer session before it must be refreshed (konnect.md 1.2)',
    }),
    portalInUse: Type.Enum(['conflict', 'delete'], {
      default: 'conflict',
      description: 'DELETE of a current portal that still publishes APIs, without force (konnect.md 4.2)',
    }),
    portalRefreshTokenSeconds: Type.Integer({
      default: 604_800,
      minimum: 1,
      description: 'how long a developer session can be refreshed (konnect.md 1.2)',
    }),
    providerInUse: Type.Enum(['conflict', 'delete'], {
      default: 'conflict',
      description: 'DELETE of a DCR provider that a strategy names; delete: strategies lose it (konnect.md 2.2)',
    }),
    registrationSendsScope: Type.Boolean({
      default: true,
      description: 'whether registrations at the identity provider name the scopes of the strategy (konnect.md 11.1)',
    }),
    serviceOfCurrentApi: Type.Enum(['conflict', 'accept'], {
      default: 'conflict',
      description: 'product version linked to a gateway service that an API of /v3 is linked to (konnect.md 1.4)',
    }),
    signUpTaken: Type.Enum(['neutral', 'conflict'], {
      default: 'neutral',
      description: 'sign-up with an address that has an account: 201 like any other, or 409 (konnect.md 9.2)',
    }),
    strategyProviderChange: Type.Enum(['conflict', 'accept'], {
      default: 'conflict',
      description: 'another dcr_provider_id for a strategy that applications use (konnect.md 3.3)',
    }),
    unknownStrategyFields: Type.Enum(['refuse', 'keep'], {
      default: 'refuse',
      description: 'openid-connect fields that the gateway plugin does not know (konnect.md 3.1)',
    }),
  },
  { additionalProperties: false },
)
export type BehaviourSwitches = Static<typeof BehaviourSwitches>

/** The switches of one mock-konnect. Read `current` at each use. */
export type KonnectBehaviour = Behaviour<BehaviourSwitches, KonnectHooks>
