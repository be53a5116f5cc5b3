import type { Clock } from '../../kit/clock.ts'
import type { HttpAnswer, HttpClient } from '../../kit/http-client.ts'
import type { KonnectBehaviour } from '../behaviour.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { Seals } from '../secrets/seal.ts'
import { curityManagement } from './curity-management.ts'
import { discovery } from './discovery.ts'
import type { DcrDriver, MadeClient, ManagedClient, WantedClient } from './driver.ts'
import { DcrFailure } from './failure.ts'
import { ask, membersOf, saidBy, textOf } from './identity-provider.ts'
import { initialToken } from './initial-token.ts'
import { answerUnusable, type Orphan, registrationRefused } from './reasons.ts'

export interface CurityOptions {
  http: HttpClient
  behaviour: KonnectBehaviour
  clock: Clock
  seal: Seals
}

/** What Konnect does at the Curity Identity Server (`konnect.md` 11.1). The exact requests are not published. */
export function curityDriver(options: CurityOptions): DcrDriver {
  const discover = discovery(options)
  const { rotate, remove } = curityManagement({ ...options, discover })

  return {
    async create(provider, wanted) {
      const metadata = await discover(provider.issuer)
      const token = await initialToken(options, metadata, provider, 'dcr')
      const mayHave = `a client named "${wanted.name}" may have been made there`
      const answer = await ask({ ...options, mayHave }, registration(metadata.registrationEndpoint, token))
      if (answer.status !== 201 && answer.status !== 200) {
        throw new DcrFailure(registrationRefused(saidBy(answer, [token])))
      }
      const made = clientIn(answer)
      if (!made.clientId || !made.clientSecret) throw await unusable(provider, made)
      return { ...made, clientId: made.clientId, clientSecret: made.clientSecret }

      function registration(url: string, bearer: string) {
        const headers = {
          authorization: `Bearer ${bearer}`,
          'content-type': 'application/json',
          accept: 'application/json',
        }
        return { method: 'POST', url, headers, body: JSON.stringify(clientMetadata(wanted)) } as const
      }
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

  function clientIn(
    answer: HttpAnswer,
  ): Partial<Pick<MadeClient, 'clientId' | 'clientSecret'>> & Pick<MadeClient, 'kept'> {
    const members = membersOf(answer)
    const uri = textOf(members, 'registration_client_uri')
    const token = textOf(members, 'registration_access_token')
    const [clientId, clientSecret] = [textOf(members, 'client_id'), textOf(members, 'client_secret')]
    return {
      ...(clientId && { clientId }),
      ...(clientSecret && { clientSecret }),
      kept: {
        management: uri ? { registration_client_uri: uri } : {},
        management_secrets: token ? { registration_access_token: options.seal.seal(token) } : {},
      },
    }
  }

  /** A client was made that nobody can use: it is deleted again, or reported. */
  async function unusable(
    provider: DcrProvider,
    { clientId = 'without an id', kept }: { clientId?: string; kept: ManagedClient['kept'] },
  ): Promise<DcrFailure> {
    const what = 'the registration answer lacks client_id or client_secret'
    const orphan: Orphan = await remove(provider, { clientId, kept }).then(
      () => 'deleted' as const,
      () => ({ left: clientId }),
    )
    return new DcrFailure(answerUnusable(what, orphan))
  }
}
