import type { Quirk as KitQuirk, Quirks } from '../../kit/quirks.ts'
import type { Basic } from '../auth/basic.ts'
import type { DecodedJwt } from '../auth/jwt.ts'
import type { AccessToken } from '../auth/outcome.ts'
import type { LogoutSettings } from '../auth/session-settings.ts'
import type { Pairs, StrategySettings, TokenSettings } from '../auth/settings.ts'
import type { CacheBounds } from '../auth/token-cache.ts'
import type { KeptConsumer } from '../configuration/consumers.ts'
import type { RevokedToken } from '../idp/revocation.ts'
import type { TokenRequest } from '../idp/token-endpoint.ts'
import type { AclConfig, GroupSources } from '../plugins/acl.ts'
import type { Target } from '../routing/target.ts'

/** Why a node waits before it asks an identity provider again: the last time failed, or it asked just now. */
export interface RediscoveryWait {
  because: 'failed' | 'asked'
  /** Whether the node ever knew the identity provider. */
  known: boolean
  /** The strategy's `rediscovery_lifetime`, where a strategy asks. */
  window?: number
}

/** A token of another issuer than the one that is expected. */
export interface IssuerMismatch {
  issuer: unknown
  expected: string | undefined
  token: 'access token' | 'id token'
}

/** Where quirks can stand around what a node does. Each is called with what it is about, and gives what the node goes on with. */
export interface GatewayHooks {
  /** The value after the word `Basic`, as it was sent, as a pair or as no pair. */
  readBasic(value: string, rawAccepted: boolean): Basic
  /** Text of the form `id:secret`, as a pair or as no pair. */
  splitPair(text: string): Basic
  /** Under which key a token is kept that was got with a caller's credentials, here `secret`. */
  tokenCacheKey(secret: readonly string[], settings: StrategySettings): string
  /** For how many seconds it is kept; none or fewer: not at all. */
  tokenCacheSeconds(expiresIn: number | undefined, bounds: CacheBounds): number
  /** For how many seconds it is kept what introspection or userinfo says of a good token; `left` is the token's own life. */
  inspectionSeconds(left: number | undefined, bounds: CacheBounds): number
  /** For how many seconds it is kept that a token is no good; undefined or none: not at all. */
  negativeSeconds(settings: TokenSettings): number | undefined
  /** How the gateway shows at an endpoint of the identity provider who it is. */
  clientAuth(method: string, endpoint: 'token' | 'introspection' | 'revocation'): string
  /** A token taken apart, or in words what it is instead. Throws to fail. */
  readJwt(value: string): DecodedJwt | string
  /** The client id that a token stands for, by the strategy's credential claim. */
  clientId(token: AccessToken, claim: readonly string[]): string | undefined
  /** What the log says of a token of another issuer. */
  issuerWords(about: IssuerMismatch): string
  /** A request to the token endpoint, as it goes out. */
  tokenRequest(asked: TokenRequest): TokenRequest
  /** Whether an issuer is only a name, and nothing is discovered: `using_pseudo_issuer`. */
  isPseudoIssuer(configured: boolean): boolean
  /** Seconds from the last question to an identity provider to the next one that is allowed. */
  rediscoverySeconds(seconds: number, wait: RediscoveryWait): number
  /** What time it is when the times of a token with these claims are judged, epoch ms. */
  tokenTime(claims: Readonly<Record<string, unknown>>): number
  /** The number of seconds that a time claim says; undefined for none. */
  timeClaim(value: unknown): number | undefined
  /** Attributes of a session cookie, as they go into `Set-Cookie`. */
  cookieAttributes(attributes: string): string
  /** What `logout_uri_suffix` is compared with. */
  logoutPath(target: Target): string
  /** What a logout tells the identity provider in its URL. */
  logoutArguments(args: Pairs): Pairs
  /** The tokens that a logout revokes, in this order. */
  revoked(token: AccessToken, logout: LogoutSettings): readonly RevokedToken[]
  /** Whether a caller without a good credential is let in all the same. */
  admitsStranger(anonymous: string | undefined): boolean
  /** Where a caller is sent that is refused; undefined: it gets the plain answer. */
  refusalRedirect(
    kind: 'absent' | 'refused' | 'forbidden',
    redirects: StrategySettings['redirects'],
  ): string | undefined
  /** Whether what a node keeps of a consumer counts; `current`: no consumer has changed since. */
  consumerCounts(kept: KeptConsumer, current: boolean): boolean
  /** The groups that `acl` sees. */
  aclGroups(sources: GroupSources, config: AclConfig): readonly string[]
  /** What stands at a claim path. */
  claimAt(claims: Readonly<Record<string, unknown>>, path: readonly string[]): unknown
}

/** A quirk of the data plane. */
export type Quirk = KitQuirk<GatewayHooks>
/** The quirks of one node. */
export type GatewayQuirks = Quirks<GatewayHooks>
