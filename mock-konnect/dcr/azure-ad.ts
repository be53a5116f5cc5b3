import type { HttpAnswer, HttpCall } from '../../kit/http-client.ts'
import { type AzureAccess, azureAccess } from './azure-access.ts'
import type { DcrDriver, MadeSecret, ManagedClient, WantedClient } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { ask, isSuccess, jsonCall, membersOf, saidBy, textOf } from './identity-provider.ts'
import { mayHaveMade, refuseFailedCreate, undoneAfter } from './made-client.ts'
import { answerUnusable, deleteRefused, secretRefused, updateRefused } from './reasons.ts'

/**
 * What Konnect does at Microsoft Entra (`konnect.md` 11.2, inferred): an app registration by Microsoft Graph, with as many password
 * credentials as one likes. Kept is the registration's object id, by which Graph addresses it.
 */
export function azureAdDriver(options: DriverOptions): DcrDriver {
  const access = azureAccess(options)

  return {
    async create(provider, wanted) {
      const at = await access(provider)
      const mayHave = mayHaveMade(wanted.name)
      const answer = await graph(at, 'POST', '/applications', { body: registrationOf(wanted), mayHave })
      refuseFailedCreate(answer, wanted.name, () => at.secrets)
      const members = membersOf(answer)
      const [objectId, clientId] = [textOf(members, 'id'), textOf(members, 'appId')]
      if (!objectId || !clientId) {
        const what = 'the answer lacks id or appId'
        throw new DcrFailure(answerUnusable(what, { left: clientId ?? 'without an id' }), {
          left: clientId ? { clientId } : 'unknown',
        })
      }
      const client = { clientId, kept: { management: { object_id: objectId }, management_secrets: {} } }
      try {
        return { ...client, ...(await addPassword(at, client, wanted.name)) }
      } catch (error) {
        if (!(error instanceof DcrFailure)) throw error
        throw await undoneAfter(error, clientId, remove(at, client))
      }
    },

    /** The new password first: an application without one could not be called for. */
    async rotate(provider, client, secretId) {
      const at = await access(provider)
      const made = await addPassword(at, client, undefined)
      if (secretId) await removePassword(at, client, secretId)
      return { clientId: client.clientId, ...made, kept: client.kept }
    },

    remove: async (provider, client) => remove(await access(provider), client),

    async update(provider, client, wanted) {
      const at = await access(provider)
      const answer = await graph(at, 'PATCH', pathOf(client), { body: registrationOf(wanted) })
      if (!isSuccess(answer)) throw new DcrFailure(updateRefused(saidBy(answer, at.secrets)))
    },

    addSecret: async (provider, client, displayName) => addPassword(await access(provider), client, displayName),

    removeSecret: async (provider, client, secretId) => removePassword(await access(provider), client, secretId),
  }

  async function removePassword(at: AzureAccess, client: ManagedClient, keyId: string): Promise<void> {
    const answer = await graph(at, 'POST', `${pathOf(client)}/removePassword`, { body: { keyId } })
    if (!isSuccess(answer)) throw new DcrFailure(secretRefused(saidBy(answer, at.secrets)))
  }

  async function addPassword(
    at: AzureAccess,
    client: ManagedClient,
    displayName: string | undefined,
  ): Promise<MadeSecret> {
    const body = { passwordCredential: { ...(displayName !== undefined && { displayName }) } }
    const mayHave = 'a password may have been added there'
    const answer = await graph(at, 'POST', `${pathOf(client)}/addPassword`, { body, mayHave })
    if (!isSuccess(answer)) throw new DcrFailure(secretRefused(saidBy(answer, at.secrets)))
    const members = membersOf(answer)
    const clientSecret = textOf(members, 'secretText')
    if (!clientSecret) throw new DcrFailure(answerUnusable('the password has no secretText'))
    return { clientSecret, secretId: textOf(members, 'keyId'), expiresAt: textOf(members, 'endDateTime') }
  }

  async function remove(at: AzureAccess, client: ManagedClient): Promise<undefined> {
    const answer = await graph(at, 'DELETE', pathOf(client), { mayHave: 'the client may be gone' })
    if (!isSuccess(answer) && answer.status !== 404) throw new DcrFailure(deleteRefused(saidBy(answer, at.secrets)))
  }

  function graph(
    { url, token }: AzureAccess,
    method: HttpCall['method'],
    path: string,
    { body, mayHave }: { body?: object; mayHave?: string } = {},
  ): Promise<HttpAnswer> {
    const call = jsonCall(method, `${url}${path}`, { authorization: `Bearer ${token}` }, body)
    return ask({ ...options, mayHave }, call)
  }
}

const registrationOf = ({ name, redirectUri }: WantedClient): object => ({
  displayName: name,
  web: { redirectUris: redirectUri === null ? [] : [redirectUri] },
})

/** The registration by its object id; a client that was linked, not made, by its client id, Graph's alternate key. */
const pathOf = ({ clientId, kept }: ManagedClient): string => {
  const { object_id } = kept.management
  return object_id
    ? `/applications/${encodeURIComponent(object_id)}`
    : `/applications(appId='${encodeURIComponent(clientId)}')`
}
