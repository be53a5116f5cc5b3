import { systemClock } from '../../kit/clock.ts'
import { buildMockKonnect } from '../../mock-konnect/app.ts'
import type { Addresses } from '../addresses.ts'
import { demo } from '../demo/names.ts'
import { konnectState } from '../demo/start.ts'
import type { Starting } from './starting.ts'

export interface AroundKonnect {
  /** Of the identity provider that the demo's DCR provider names. */
  issuer: string
  /** Of the demo's gateway service. */
  upstream: string
  /** Under which address callers reach it; default: the one it listens on. */
  baseUrl?: string | undefined
}

/** Starts mock-konnect with the demo's state, or with what the store has. */
export async function startKonnect(
  { given, ports, listen, common, certificates, store, quirks }: Starting,
  { issuer, upstream, baseUrl }: AroundKonnect,
): Promise<Addresses['konnect']> {
  const initialState = await konnectState(given, { issuer, upstream, now: systemClock.now() })
  const sealingKey = await store.sealingKey()
  const konnect = buildMockKonnect({
    ...common,
    ...(sealingKey && { sealingKey }),
    tls: certificates.konnect,
    trust: certificates.trust,
    database: store.database('mock-konnect'),
    initialState,
    behaviour: given.konnect?.behaviour ?? {},
    quirks: quirks.konnect,
  })
  const listening = await listen(konnect.app, ports.konnect, 'mock-konnect', 'KONNECT_PORT')
  const url = baseUrl ?? listening
  konnect.setBaseUrl(url)
  return { url, token: demo.token, developer: { ...demo.developer } }
}
