import type { ExchangeBus } from '../../kit/exchanges.ts'
import type { Listening } from '../../kit/serve.ts'
import type { Certificates } from '../certificates.ts'
import type { Given } from '../given.ts'
import type { Network } from '../network/network.ts'
import type { StartQuirks } from '../quirks.ts'
import type { Store } from '../store.ts'

/** Where each server listens; 0 picks a free port. */
export interface Ports {
  curity: number
  curityAdmin: number
  konnect: number
  gateway: number
  gatewayAdmin: number
  gatewayTls: number
  echo: number
}

/** Lets something listen, and gives its address. */
export type LetListen = (
  app: Listening & { close(): PromiseLike<unknown> },
  port: number,
  who: string,
  setting: string,
  /** Default: as all servers are asked. */
  scheme?: 'http' | 'https',
) => Promise<string>

/** What each server of a world is started with. */
export interface Starting {
  given: Given
  quirks: StartQuirks
  network: Network
  ports: Ports
  listen: LetListen
  /** Of every server alike. */
  common: { exchanges: ExchangeBus; controlToken: string | undefined; log: boolean }
  certificates: Certificates
  store: Store
}
