import type { JWTHeaderParameters, JWTPayload } from 'jose'
import type { Quirk as KitQuirk } from '../../kit/quirks.ts'
import type { Switches } from '../behaviour.ts'
import type { RegisteredClient } from '../clients/registered-client.ts'
import type { Bounds } from '../configuration/registration.ts'
import type { TokenService } from '../configuration/token-service.ts'
import type { ClientInformation, FreshSecrets } from '../registration/answer.ts'
import type { ClientMetadata } from '../registration/metadata.ts'
import type { AccessToken } from '../tokens/access-tokens.ts'
import type { TokenAnswer } from '../tokens/token-answer.ts'

/** Where quirks can stand around what the server does. Each is called with what it is about, and gives what the server goes on with. */
export interface CurityHooks {
  /** The metadata document, by OpenID discovery and by RFC 8414. */
  metadata(service: TokenService, switches: Switches): object
  /** The metadata of a registration's or a replacement's body, ready to be stored. Throws to refuse. */
  acceptMetadata(body: unknown, bounds: Bounds): ClientMetadata
  /** The id of a new client. */
  newClientId(): string
  /** The secret of a new client, or its next one. */
  newClientSecret(): string
  /** A client as it is answered to a registration, a read, a replacement. */
  clientInformation(row: RegisteredClient, fresh: FreshSecrets): ClientInformation
  /** A client after its metadata was replaced, ready to be stored; `before` is how it was. */
  replaced(after: RegisteredClient, before: RegisteredClient): RegisteredClient
  /** What is kept of a client that is deleted; undefined: nothing. */
  remnant(row: RegisteredClient): RegisteredClient | undefined
  /** One of the two parts of a Basic pair, as it was sent, decoded (RFC 6749 section 2.3.1). Throws for a broken encoding. */
  basicPart(text: string): string
  /** Whether a secret is the one whose hash is kept. */
  isSecret(kept: string | undefined, secret: string): boolean
  /** The answer of the token endpoint; `lifetime` in seconds. */
  tokenAnswer(value: string, lifetime: number, scope: string): TokenAnswer
  /** The claims of a JWT access token. */
  accessTokenClaims(token: AccessToken, issuer: string, switches: Switches): JWTPayload
  /** The JOSE header of a JWT access token. */
  accessTokenHeader(header: JWTHeaderParameters): JWTHeaderParameters
  /** The answer of introspection as JSON for a token that is active. */
  introspectionAnswer(value: string, token: AccessToken): Promise<object>
}

/** A quirk of the identity server. */
export type Quirk = KitQuirk<CurityHooks>
