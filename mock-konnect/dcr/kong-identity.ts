import { authServerAddresses, authServerIdIn } from '../identity/addresses.ts'
import { internalTrust } from '../identity/internal-trust.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { DcrDriver } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { withoutSecrets } from './identity-provider.ts'
import { oauthClients } from './oauth-clients.ts'
import { notOwnAuthServer } from './reasons.ts'

/**
 * What Konnect does at an authorization server of Kong Identity (`konnect.md` 11.2): no secret is configured, the two trust each
 * other. The trust is of this server alone, so it is shown to no other address.
 */
export function kongIdentityDriver(options: DriverOptions): DcrDriver {
  const { baseUrl, seal } = options
  return oauthClients(options, ({ issuer }: DcrProvider) => {
    const id = authServerIdIn(issuer, baseUrl())
    if (!id) throw new DcrFailure(notOwnAuthServer(withoutSecrets(issuer)))
    const secret = internalTrust(seal)
    return { url: authServerAddresses(baseUrl(), id).clients, authorization: `Bearer ${secret}`, secret }
  })
}
