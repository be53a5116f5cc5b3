import type { Clock } from '../kit/clock.ts'
import type { HttpClient } from '../kit/http-client.ts'
import type { Ids } from '../kit/ids.ts'
import type { OneAtATime } from '../kit/one-at-a-time.ts'
import type { Seals } from '../kit/seal.ts'
import type { KonnectBehaviour } from './behaviour.ts'
import type { ConfigurationFeed } from './cluster/feed.ts'
import type { DcrClients } from './dcr/clients.ts'
import type { OrphanNotes } from './dcr/orphans.ts'
import type { Mailbox } from './mail/mailbox.ts'
import type { Model } from './model/model.ts'

/** What the capabilities of one mock-konnect share. Plugins get it as their option `context`. */
export interface KonnectContext {
  readonly model: Model
  readonly clock: Clock
  readonly ids: Ids
  readonly behaviour: KonnectBehaviour
  readonly seal: Seals
  /** For calls to identity providers. */
  readonly http: HttpClient
  readonly dcr: DcrClients
  /** Halves at identity providers. */
  readonly orphans: OrphanNotes
  readonly feed: ConfigurationFeed
  readonly organizationId: string
  /**
   * Work on one application's client at a time, in whichever process. Two clicks on "rotate", or a delete during a rotation, would
   * otherwise lose the only token that manages the client.
   */
  readonly oneAtATime: OneAtATime
  /** Mails that developers would get. */
  readonly mailbox: Mailbox
  /** Opens levers to callers that are not on loopback. */
  readonly controlToken: string | undefined
  /** Under which address callers reach this server, without a trailing slash. Read it at each use. */
  readonly baseUrl: () => string
}

/** What plugins of the admin side are registered with. */
export interface AdminOptions {
  context: KonnectContext
  /** Konnect tokens that are let in. */
  tokens: readonly string[]
}
