import type { Seals } from '../../kit/seal.ts'
import type { DcrProvider, ProviderType } from '../model/dcr-provider.ts'
import type { DcrDriver } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { sealedOtherwise } from './reasons.ts'

/** Finds the driver of a provider. */
export interface DcrClients {
  driverOf(provider: DcrProvider): Promise<DcrDriver>
}

/** What gives a driver; each is loaded with the first call for it. */
const drivers: Record<ProviderType, () => Promise<(options: DriverOptions) => DcrDriver>> = {
  auth0: async () => (await import('./auth0.ts')).auth0Driver,
  azureAd: async () => (await import('./azure-ad.ts')).azureAdDriver,
  curity: async () => (await import('./curity.ts')).curityDriver,
  http: async () => (await import('./http-bridge.ts')).httpBridgeDriver,
  kongIdentity: async () => (await import('./kong-identity.ts')).kongIdentityDriver,
  okta: async () => (await import('./okta.ts')).oktaDriver,
}

/** The drivers of one mock-konnect. */
export function dcrClients(given: DriverOptions): DcrClients {
  const options = { ...given, seal: refusing(given.seal) }
  const made = new Map<ProviderType, Promise<DcrDriver>>()
  return {
    driverOf({ provider_type: type }) {
      const driver = made.get(type) ?? drivers[type]().then((make) => make(options))
      made.set(type, driver)
      return driver
    },
  }
}

/** Seals whose `open` fails as a driver does: what another key sealed is no use at the identity provider. */
const refusing = (seal: Seals): Seals => ({
  ...seal,
  open(sealed) {
    try {
      return seal.open(sealed)
    } catch {
      throw new DcrFailure(sealedOtherwise())
    }
  },
})
