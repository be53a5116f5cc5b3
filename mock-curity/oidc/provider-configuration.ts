import type { interactionPolicy, KoaContextWithOIDC, Configuration as ProviderConfiguration } from 'oidc-provider'
import type { Ids } from '../../kit/ids.ts'
import { policyFor } from '../authentication-page.ts'
import { authenticator } from '../configuration/defaults.ts'
import type { TokenService } from '../configuration/token-service.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import { hashOf } from '../secrets.ts'
import { logoutPage, refusalPage, signedOutPage } from '../sign-in/pages.ts'
import { signInPath } from '../sign-in/sign-in-path.ts'
import { type AdapterOptions, engineAdapter } from './adapter.ts'
import { ownMembers } from './engine-client.ts'
import { loadGrant } from './grants.ts'
import { emptyScope } from './parameters.ts'
import type { SignResponse } from './signed-response.ts'

/** What an engine is set up with. */
export interface EngineSetup extends Omit<AdapterOptions, 'current'> {
  service: TokenService
  keys: readonly SigningKey[]
  ids: Ids
  /** A new refresh token, as the product writes them. */
  refreshToken(): string
  signResponse: SignResponse
}

/** The claims that each scope of OpenID Connect Core §5.4 stands for. */
export const scopeClaims: Record<string, readonly string[]> = {
  address: ['address'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  profile: [
    'birthdate',
    'family_name',
    'gender',
    'given_name',
    'locale',
    'middle_name',
    'name',
    'nickname',
    'picture',
    'preferred_username',
    'profile',
    'updated_at',
    'website',
    'zoneinfo',
  ],
}

const day = 24 * 60 * 60

/**
 * What of the engine is on: authorization code with PKCE, pushed requests, refresh, logout. Everything that it would print or
 * guess is said here, so that it does neither (`platform.md` 3).
 */
export function providerConfiguration(
  setup: EngineSetup & AdapterOptions,
  policy: interactionPolicy.DefaultPolicy,
): ProviderConfiguration {
  const { service, keys, ids } = setup
  const authorize = service.path('oauth-authorize') ?? '/oauth/v2/oauth-authorize'
  return {
    adapter: engineAdapter(setup),
    jwks: { keys: keys.map(({ kid, privateJwk }) => ({ ...privateJwk, kid, use: 'sig' })) },
    enabledJWA: {
      idTokenSigningAlgValues: [service.signing.algorithm],
      authorizationSigningAlgValues: [service.signing.algorithm],
    },
    clientDefaults: {
      id_token_signed_response_alg: service.signing.algorithm,
      authorization_signed_response_alg: service.signing.algorithm,
    },
    cookies: { keys: keys.map(({ privateJwk }) => hashOf(privateJwk.d)) },
    routes: {
      authorization: authorize,
      pushed_authorization_request: `${authorize}/par`,
      token: service.path('oauth-token') ?? '/oauth/v2/oauth-token',
      end_session: `${service.path('oauth-session') ?? '/oauth/v2/oauth-session'}/logout`,
    },
    scopes: [
      ...service.scopes.map(({ id }) => id),
      emptyScope,
      ...((service.registration?.who.users.size ?? 0) > 0 ? ['dcr'] : []),
    ],
    claims: {
      openid: ['sub'],
      ...Object.fromEntries(Object.entries(scopeClaims).map(([scope, names]) => [scope, [...names]])),
    },
    acrValues: [authenticator],
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    subjectTypes: ['public'],
    extraClientMetadata: { properties: [...ownMembers] },
    pkce: { required: (_ctx, client) => client.require_proof_key === true },
    interactions: {
      policy,
      url: (_ctx, interaction) => `${service.baseUrl}${signInPath}/${interaction.uid}`,
    },
    findAccount: async (_ctx, sub) =>
      service.accounts.has(sub)
        ? { accountId: sub, claims: () => ({ ...service.accounts.get(sub)?.claims, sub }) }
        : undefined,
    loadExistingGrant: (ctx) => loadGrant(ctx, ids),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: ({ oidc }) => oidc.client?.reuse_refresh_tokens !== true,
    expiresWithSession: async () => false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
      claimsParameter: { enabled: true },
      requestObjects: { enabled: true },
      jwtResponseModes: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => showPage(ctx, logoutPage(form), ctx.oidc.params?.post_logout_redirect_uri),
        postLogoutSuccessSource: async (ctx) => showPage(ctx, signedOutPage()),
      },
    },
    renderError: async (ctx, { error, error_description }) => {
      const detail = service.detailedErrors ? `${error}: ${error_description}` : error
      showPage(ctx, refusalPage(detail))
    },
    ttl: {
      AccessToken: () => 300,
      AuthorizationCode: () => 30,
      Grant: () => 14 * day,
      IdToken: () => 3600,
      Interaction: () => 3600,
      RefreshToken: (_ctx, _token, client) => Number(client.refresh_token_ttl),
      Session: () => day,
    },
  }
}

/** @param leadsTo where its form redirects to in the end */
function showPage(ctx: KoaContextWithOIDC, page: string, leadsTo?: unknown): void {
  ctx.type = 'html'
  ctx.set({
    'content-security-policy': policyFor(leadsTo),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  ctx.body = page
}
