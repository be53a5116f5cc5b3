import type { HttpAnswer, HttpCall } from '../../kit/http-client.ts'
import type { Reason } from '../../kit/reason.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import { type DcrDriver, nothingKept, type WantedClient } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { ask, isSuccess, jsonCall, membersOf, saidBy } from './identity-provider.ts'
import { credentialsIn, mayHaveMade, refuseFailedCreate, undoById, usableClient } from './made-client.ts'
import { answerUnusable, deleteRefused, rotationRefused, updateRefused } from './reasons.ts'

/** Where the clients of a provider are, and what opens them. */
export interface ClientsApi {
  url: string
  authorization: string
  /** What stands in `authorization` and may not be told. */
  secret: string
}

/** Dynamic registration below `/oauth2/v1/clients`, as Okta has it and Kong Identity after it (`konnect.md` 11.2). */
export function oauthClients(
  options: DriverOptions,
  apiOf: (provider: DcrProvider) => ClientsApi,
): Required<Pick<DcrDriver, 'create' | 'rotate' | 'remove' | 'update'>> {
  return {
    async create(provider, wanted) {
      const api = apiOf(provider)
      const answer = await call(api, 'POST', '', { body: metadataOf(wanted), mayHave: mayHaveMade(wanted.name) })
      refuseFailedCreate(answer, wanted.name, () => [api.secret])
      const undo = undoById((clientId) => remove(api, clientId))
      return usableClient({ ...credentialsIn(membersOf(answer)), kept: nothingKept }, undo)
    },

    async rotate(provider, { clientId, kept }) {
      const api = apiOf(provider)
      const mayHave = 'the secret may have changed there; rotate again'
      const answer = await call(api, 'POST', `/${encodeURIComponent(clientId)}/lifecycle/newSecret`, { mayHave })
      if (!isSuccess(answer)) throw new DcrFailure(rotationRefused(saidBy(answer, [api.secret])))
      const { clientSecret } = credentialsIn(membersOf(answer))
      if (!clientSecret) throw new DcrFailure(answerUnusable('it gave no client_secret'))
      return { clientId, clientSecret, kept }
    },

    remove: async (provider, { clientId }) => remove(apiOf(provider), clientId),

    async update(provider, { clientId }, wanted) {
      const api = apiOf(provider)
      const body = { client_id: clientId, ...metadataOf(wanted) }
      const answer = await call(api, 'PUT', `/${encodeURIComponent(clientId)}`, { body })
      if (!isSuccess(answer)) throw new DcrFailure(updateRefused(saidBy(answer, [api.secret])))
    },
  }

  async function remove(api: ClientsApi, clientId: string): Promise<Reason | undefined> {
    const answer = await call(api, 'DELETE', `/${encodeURIComponent(clientId)}`, { mayHave: 'the client may be gone' })
    if (isSuccess(answer) || answer.status === 404) return undefined
    throw new DcrFailure(deleteRefused(saidBy(answer, [api.secret])))
  }

  function call(
    { url, authorization }: ClientsApi,
    method: HttpCall['method'],
    path: string,
    { body, mayHave }: { body?: object; mayHave?: string },
  ): Promise<HttpAnswer> {
    return ask({ ...options, mayHave }, jsonCall(method, `${url}${path}`, { authorization }, body))
  }
}

const metadataOf = ({ name, redirectUri }: WantedClient): object => ({
  client_name: name,
  redirect_uris: redirectUri === null ? [] : [redirectUri],
  response_types: ['token'],
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'client_secret_basic',
  application_type: 'service',
})
