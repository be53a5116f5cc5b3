import type { HttpAnswer } from '../../kit/http-client.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { Discover } from './discovery.ts'
import type { DcrDriver, ManagedClient } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { ask, jsonCall, membersOf, saidBy, textOf, withoutSecrets } from './identity-provider.ts'
import { initialClientOf, initialToken } from './initial-token.ts'
import { answerUnusable, deleteRefused, deletionDoubted, managementOff, rotationRefused } from './reasons.ts'

const isGone = new Set([200, 204, 404])
const isOff = new Set([404, 405])

/** RFC 7592 as Curity has it (`curity.md` 3): a read rotates the registration token and the secret. */
export function curityManagement(
  options: DriverOptions & { discover: Discover },
): Pick<DcrDriver, 'rotate' | 'remove'> {
  const { behaviour, seal, discover } = options

  return {
    async rotate(provider, client) {
      const { url, token } = await access(provider, client)
      const mayHave = 'the secret may have changed there; rotate again'
      const answer = await manage('GET', url, token, mayHave)
      if (isOff.has(answer.status))
        throw new DcrFailure(managementOff(`${withoutSecrets(url)} answers ${answer.status}`))
      if (answer.status !== 200)
        throw new DcrFailure(rotationRefused(saidBy(answer, [token, initialClientOf(provider, seal).secret])))
      const members = membersOf(answer)
      const kept = keptAfter(members, client)
      const clientSecret = textOf(members, 'client_secret')
      if (!clientSecret) throw new DcrFailure(answerUnusable('it gave no client_secret'), { kept })
      return { clientId: client.clientId, clientSecret, kept }
    },

    async remove(provider, client) {
      const { url, token } = await access(provider, client)
      const answer = await manage('DELETE', url, token, 'the client may be gone')
      if (answer.status === 401) return deletionDoubted()
      if (isGone.has(answer.status)) return undefined
      if (isOff.has(answer.status))
        throw new DcrFailure(managementOff(`${withoutSecrets(url)} answers ${answer.status}`))
      throw new DcrFailure(deleteRefused(saidBy(answer, [token, initialClientOf(provider, seal).secret])))
    },
  }

  function manage(method: 'GET' | 'DELETE', url: string, token: string, mayHave?: string): Promise<HttpAnswer> {
    return ask({ ...options, mayHave }, jsonCall(method, url, { authorization: `Bearer ${token}` }))
  }

  /** Where the client is managed and with what: its own registration token, or one with scope `dcrm` (`konnect.md` 11.1). */
  async function access(
    provider: DcrProvider,
    { clientId, kept }: ManagedClient,
  ): Promise<{ url: string; token: string }> {
    const url = kept.management.registration_client_uri
    if (behaviour.current.curityManagement === 'dcrm') {
      const metadata = await discover(provider.issuer)
      const token = await initialToken(options, metadata, provider, 'dcrm')
      return { url: url ?? `${metadata.registrationEndpoint}/${encodeURIComponent(clientId)}`, token }
    }
    const sealed = kept.management_secrets.registration_access_token
    if (!url || !sealed) throw new DcrFailure(managementOff('the client was registered without a management address'))
    return { url, token: seal.open(sealed) }
  }

  function keptAfter(members: Readonly<Record<string, unknown>>, { kept }: ManagedClient): ManagedClient['kept'] {
    const token = textOf(members, 'registration_access_token')
    const uri = textOf(members, 'registration_client_uri')
    return {
      management: { ...kept.management, ...(uri && { registration_client_uri: uri }) },
      management_secrets: {
        ...kept.management_secrets,
        ...(token && { registration_access_token: seal.seal(token) }),
      },
    }
  }
}
