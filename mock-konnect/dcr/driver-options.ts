import type { Clock } from '../../kit/clock.ts'
import type { HttpClient } from '../../kit/http-client.ts'
import type { Seals } from '../../kit/seal.ts'
import type { KonnectBehaviour } from '../behaviour.ts'

/** What every driver is made with. */
export interface DriverOptions {
  http: HttpClient
  behaviour: KonnectBehaviour
  clock: Clock
  seal: Seals
  /** Under which address this server is reached: the authorization servers of Kong Identity are its own. */
  baseUrl: () => string
}
