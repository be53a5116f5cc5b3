import type { DcrClient } from '../model/application.ts'
import type { AuthStrategy } from '../model/auth-strategy.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'

/** What a driver needs to know to make a client (`konnect.md` 10, 11.1). */
export interface WantedClient {
  name: string
  redirectUri: string | null
  scopes: readonly string[]
}

/** A client that was made: its credentials, and what the driver keeps in order to manage it. */
export interface MadeClient {
  clientId: string
  clientSecret: string
  kept: Pick<DcrClient, 'management' | 'management_secrets'>
}

/** A client that is managed later: its id, and what the driver kept. */
export interface ManagedClient {
  clientId: string
  kept: Pick<DcrClient, 'management' | 'management_secrets'>
}

/** What Konnect does at one kind of identity provider. Every method throws `DcrFailure`, and only that, when it did not work. */
export interface DcrDriver {
  create(provider: DcrProvider, wanted: WantedClient): Promise<MadeClient>
  /** Gives the client a new secret; the old one is dead. */
  rotate(provider: DcrProvider, client: ManagedClient): Promise<MadeClient>
  /** Deletes the client. A client that is gone already is no failure. */
  remove(provider: DcrProvider, client: ManagedClient): Promise<void>
}

/** What a strategy asks for on behalf of its applications: its scopes, `openid` when it names none (`konnect.md` 11.1, 14). */
export function scopesOf({ configs }: AuthStrategy): readonly string[] {
  const scopes = configs['openid-connect']?.scopes ?? []
  return scopes.length === 0 ? ['openid'] : scopes
}
