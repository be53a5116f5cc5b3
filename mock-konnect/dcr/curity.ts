import type { HttpAnswer } from '../../kit/http-client.ts'
import { curityManagement } from './curity-management.ts'
import { discovery } from './discovery.ts'
import type { DcrDriver, MadeClient, WantedClient } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { ask, jsonCall, membersOf, textOf } from './identity-provider.ts'
import { initialClientOf, initialTokens } from './initial-token.ts'
import { credentialsIn, mayHaveMade, refuseFailedCreate, usableClient } from './made-client.ts'

/** What Konnect does at the Curity Identity Server (`konnect.md` 11.1). The exact requests are not published. */
export function curityDriver(options: DriverOptions): DcrDriver {
  const discover = discovery(options)
  const initialToken = initialTokens(options)
  const { rotate, remove } = curityManagement({ ...options, discover })

  return {
    async create(provider, wanted) {
      const metadata = await discover(provider.issuer)
      const token = await initialToken(metadata, provider)
      const headers = { authorization: `Bearer ${token}` }
      const body = options.behaviour.quirks.run('registrationRequest', clientMetadata, wanted)
      const call = jsonCall('POST', metadata.registrationEndpoint, headers, body)
      const answer = await ask({ ...options, mayHave: mayHaveMade(wanted.name) }, call)
      refuseFailedCreate(answer, wanted.name, () => [token, initialClientOf(provider, options.seal).secret])
      const made = clientIn(options.behaviour.quirks.run('registrationAnswer', (asIs) => asIs, answer))
      return usableClient(made, (clientId = 'without an id') => remove(provider, { clientId, kept: made.kept }))
    },
    rotate,
    remove,
  }

  /** RFC 7591 §2 as far as `konnect.md` 11.1, step 3, says. */
  function clientMetadata({ name, redirectUri, scopes }: WantedClient): object {
    return {
      client_name: name,
      grant_types: ['client_credentials'],
      ...(redirectUri !== null && { redirect_uris: [redirectUri] }),
      ...(scopes.length > 0 && options.behaviour.current.registrationSendsScope && { scope: scopes.join(' ') }),
      token_endpoint_auth_method: 'client_secret_basic',
    }
  }

  function clientIn(answer: HttpAnswer) {
    const members = membersOf(answer)
    const uri = textOf(members, 'registration_client_uri')
    const token = textOf(members, 'registration_access_token')
    const kept: MadeClient['kept'] = {
      management: uri ? { registration_client_uri: uri } : {},
      management_secrets: token ? { registration_access_token: options.seal.seal(token) } : {},
    }
    return { ...credentialsIn(members), kept }
  }
}
