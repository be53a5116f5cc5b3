import { systemClock } from '../../kit/clock.ts'
import { buildMockKonnect } from '../../mock-konnect/app.ts'
import type { Addresses } from '../addresses.ts'
import { demo } from '../demo/names.ts'
import { konnectState } from '../demo/start.ts'
import type { Starting } from './starting.ts'

export interface AroundKonnect {
  /** Of the identity provider: as the demo's DCR provider names it, and as its strategy does. */
  issuers: { provider: string; strategy: string }
  /** Of the demo's gateway service. */
  upstream: string
  /** Under which address callers reach it; default: the one it listens on. */
  baseUrl?: string | undefined
  /** Where the data plane takes calls, when that is known beforehand. */
  gatewayUrl?: string | undefined
}

/** A mock-konnect that listens. */
export interface StartedKonnect {
  addresses: Addresses['konnect']
  /** Tells it where the data plane takes calls. */
  setGatewayUrl(url: string): void
}

/** Starts mock-konnect with the demo's state, or with what the store has. */
export async function startKonnect(
  { given, ports, listen, common, certificates, store, quirks }: Starting,
  { issuers, upstream, baseUrl, gatewayUrl }: AroundKonnect,
): Promise<StartedKonnect> {
  const initialState = await konnectState(given, { issuers, upstream, now: systemClock.now() })
  const sealingKey = await store.sealingKey()
  const konnect = buildMockKonnect({
    ...common,
    ...(sealingKey && { sealingKey }),
    tls: certificates.konnect,
    trust: certificates.trust,
    database: store.database('mock-konnect'),
    initialState,
    gatewayUrl,
    behaviour: given.konnect?.behaviour ?? {},
    quirks: quirks.konnect,
  })
  const listening = await listen(konnect.app, ports.konnect, 'mock-konnect', 'KONNECT_PORT')
  const url = baseUrl ?? listening
  konnect.setBaseUrl(url)
  const addresses = { url, token: demo.token, developer: { ...demo.developer } }
  return { addresses, setGatewayUrl: konnect.setGatewayUrl }
}
