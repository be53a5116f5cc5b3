import type { Clock } from '../../kit/clock.ts'
import type { HttpClient } from '../../kit/http-client.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Reason } from '../../kit/reason.ts'
import type { KonnectBehaviour } from '../behaviour.ts'
import type { DcrProvider, ProviderType } from '../model/dcr-provider.ts'
import type { Seals } from '../secrets/seal.ts'
import { curityDriver } from './curity.ts'
import type { DcrDriver, MadeClient, ManagedClient, WantedClient } from './driver.ts'
import { DcrFailure } from './failure.ts'
import { notSimulated } from './reasons.ts'

export interface DcrClientsOptions {
  http: HttpClient
  ids: Ids
  clock: Clock
  behaviour: KonnectBehaviour
  seal: Seals
}

/** Clients at identity providers, whatever the provider's type. Every method but `verify` throws `DcrFailure`. */
export interface DcrClients extends DcrDriver {
  /** Tells before any call whether clients can be made at `provider` at all. */
  refuseUnsupported(provider: DcrProvider): void
  /** Makes a client and deletes it again (`konnect.md` 2.2: a failed verification is an answer, not an error). */
  verify(provider: DcrProvider): Promise<Verification>
}

export interface Verification {
  status: 'success' | 'failed'
  errors: string[]
  reason?: Reason
}

/** The drivers of one mock-konnect. */
export function dcrClients(options: DcrClientsOptions): DcrClients {
  const drivers: Partial<Record<ProviderType, DcrDriver>> = { curity: curityDriver(options) }

  const driverOf = ({ provider_type }: DcrProvider): DcrDriver => {
    const driver = drivers[provider_type]
    if (!driver) throw new DcrFailure(notSimulated(provider_type))
    return driver
  }

  const clients = {
    create: async (provider: DcrProvider, wanted: WantedClient): Promise<MadeClient> =>
      driverOf(provider).create(provider, wanted),
    rotate: async (provider: DcrProvider, client: ManagedClient): Promise<MadeClient> =>
      driverOf(provider).rotate(provider, client),
    remove: async (provider: DcrProvider, client: ManagedClient): Promise<void> =>
      driverOf(provider).remove(provider, client),
  }

  return {
    ...clients,
    refuseUnsupported(provider) {
      driverOf(provider)
    },
    async verify(provider) {
      try {
        const trial = { name: `konnect-verify-${options.ids.hex('verify', 4)}`, redirectUri: null, scopes: [] }
        const made = await clients.create(provider, trial)
        const reason = await failureOf(clients.remove(provider, made))
        return { status: 'success', errors: [], ...(reason && { reason }) }
      } catch (error) {
        if (!(error instanceof DcrFailure)) throw error
        return { status: 'failed', errors: ['Unable to create the DCR application'], reason: error.reason }
      }
    },
  }
}

/** The reason why `work` failed; a trial client that cannot be deleted is no failed verification, but worth a note. */
async function failureOf(work: Promise<void>): Promise<Reason | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof DcrFailure) return error.reason
    throw error
  }
}
