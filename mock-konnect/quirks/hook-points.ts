import type { HttpAnswer, HttpCall } from '../../kit/http-client.ts'
import type { Quirk as KitQuirk } from '../../kit/quirks.ts'
import type { Reason } from '../../kit/reason.ts'
import type { IssuerMetadata } from '../dcr/discovery.ts'
import type { ManagedClient, WantedClient } from '../dcr/driver.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { Orphan } from '../model/orphan.ts'

/** Where quirks can stand around what Konnect does. Each is called with what it is about, and gives what Konnect goes on with. */
export interface KonnectHooks {
  /** Where the metadata of an issuer, as it was configured, is fetched. */
  discoveryUrl(issuer: string): string
  /** What was found there. */
  discovered(metadata: IssuerMetadata): IssuerMetadata
  /** Told of a client before it is registered, with what earlier ones left. Throws to refuse. */
  mayRegister(wanted: WantedClient, left: readonly Orphan[]): void
  /** For how many seconds an initial token of Curity's, which lives `expiresIn`, serves further registrations; none: each has its own. */
  initialTokenSeconds(expiresIn: number): number
  /** The metadata that a registration at Curity sends. */
  registrationRequest(wanted: WantedClient): object
  /** The answer to a registration that worked, before it is read. Throws to refuse; the client is made then. */
  registrationAnswer(answer: HttpAnswer): HttpAnswer
  /** A call to an identity provider, as it goes out. */
  idpCall(call: HttpCall): HttpCall
  /** Deletes the client of an application at its identity provider; gives a reason to doubt that it is gone. */
  removeClient(provider: DcrProvider, client: ManagedClient): Promise<Reason | undefined>
}

/** A quirk of Konnect. */
export type Quirk = KitQuirk<KonnectHooks>
