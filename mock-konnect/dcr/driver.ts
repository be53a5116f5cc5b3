import type { Reason } from '../../kit/reason.ts'
import type { DcrClient } from '../model/application.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'

/** What a driver needs to know to make a client, or to tell what became of one (`konnect.md` 10, 11, 12). */
export interface WantedClient {
  name: string
  description: string | null
  redirectUri: string | null
  /** What the client may ask for: the strategy's scopes, or those that the developer chose. */
  scopes: readonly string[]
  /** The strategy's `auth_methods`. */
  authMethods: readonly string[]
  /** The API that its tokens are for, when the strategy names one. */
  audience: string | undefined
  /** Ids of what the client belongs to. */
  belongsTo: {
    application: string
    portal: string
    organization: string
    developer: string
    strategy: string
  }
}

type Kept = Pick<DcrClient, 'management' | 'management_secrets'>

/** A client that is managed later: its id, and what the driver kept. */
export interface ManagedClient {
  clientId: string
  kept: Kept
}

/** A secret that an identity provider gave. */
export interface MadeSecret {
  clientSecret: string
  /** How the identity provider calls it, when a client can have several. */
  secretId?: string | undefined
  /** ISO time. */
  expiresAt?: string | undefined
}

/** A client that was made, or given a new secret: its credentials, and what the driver keeps in order to manage it. */
export interface MadeClient extends ManagedClient, MadeSecret {}

/** An application's access to an offer that came or went. */
export interface Access {
  type: 'granted' | 'withdrawn'
  /** The product version, or the API. */
  offerId: string
  /** Scopes of this access alone; those that remain without it stand in the wanted client. */
  scopes: readonly string[]
}

/** What Konnect does at one kind of identity provider. Every method throws `DcrFailure`, and only that, when it did not work. */
export interface DcrDriver {
  create(provider: DcrProvider, wanted: WantedClient): Promise<MadeClient>
  /** Gives the client a new secret; the old one, `secretId`, is dead. */
  rotate(provider: DcrProvider, client: ManagedClient, secretId?: string): Promise<MadeClient>
  /** Deletes the client. A client that is gone already is no failure. Gives a reason to doubt that it is gone, if there is one. */
  remove(provider: DcrProvider, client: ManagedClient): Promise<Reason | undefined>
  /** Tells that name, description, redirect URI or scopes changed. Absent: the edit stays in Konnect. */
  update?(provider: DcrProvider, client: ManagedClient, wanted: WantedClient): Promise<void>
  /** Tells that access came or went. Absent: the identity provider is not concerned. */
  access?(provider: DcrProvider, client: ManagedClient, wanted: WantedClient, access: Access): Promise<void>
  /** Where a client can have several secrets. */
  addSecret?(provider: DcrProvider, client: ManagedClient, displayName: string | undefined): Promise<MadeSecret>
  removeSecret?(provider: DcrProvider, client: ManagedClient, secretId: string): Promise<void>
}

/** A client about which nothing is kept but its id. */
export const nothingKept: Kept = { management: {}, management_secrets: {} }
