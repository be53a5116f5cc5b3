import type { HttpAnswer, HttpCall } from '../../kit/http-client.ts'
import type { Reason } from '../../kit/reason.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import { type BridgeEvent, bridgeEvent, newApplication } from './bridge-messages.ts'
import { type DcrDriver, type MadeSecret, type ManagedClient, nothingKept } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { ask, isSuccess, jsonCall, membersOf, saidBy, textOf } from './identity-provider.ts'
import { credentialsIn, mayHaveMade, refuseFailedCreate, undoById, usableClient } from './made-client.ts'
import {
  answerUnusable,
  deleteRefused,
  hookRefused,
  refreshDisabled,
  rotationRefused,
  secretRefused,
} from './reasons.ts'

/** What Konnect asks of an HTTP bridge (`konnect.md` 12): four calls with an API key; any 2xx is a success. */
export function httpBridgeDriver(options: DriverOptions): DcrDriver {
  return {
    async create(provider, wanted) {
      const more = { body: newApplication(provider, wanted), mayHave: mayHaveMade(wanted.name) }
      const answer = await call(provider, 'POST', '/', more)
      refuseFailedCreate(answer, wanted.name, () => [keyOf(provider)])
      const undo = undoById((clientId) => remove(provider, clientId))
      return usableClient({ ...secretIn(answer), kept: nothingKept }, undo)
    },

    async rotate(provider, { clientId, kept }) {
      return { clientId, kept, ...(await newSecret(provider, clientId, rotationRefused)) }
    },

    remove: (provider, { clientId }) => remove(provider, clientId),

    update: (provider, client, wanted) =>
      tell(provider, client, {
        ...bridgeEvent('update_application', { provider, client, wanted }),
        redirect_uris: wanted.redirectUri === null ? [] : [wanted.redirectUri],
      }),

    access: (provider, client, wanted, { type, offerId }) =>
      tell(provider, client, {
        ...bridgeEvent(type === 'granted' ? 'add_registration' : 'remove_registration', { provider, client, wanted }),
        api_product_version_id: offerId,
        ...(wanted.audience !== undefined && { audience: wanted.audience }),
      }),

    /** Not public; ours is one call more for the same path, and one to take a secret away (`konnect.md` 12, PROP). */
    addSecret: (provider, { clientId }) => newSecret(provider, clientId, secretRefused),

    async removeSecret(provider, { clientId }, secretId) {
      const path = `/${encodeURIComponent(clientId)}/secrets/${encodeURIComponent(secretId)}`
      const answer = await call(provider, 'DELETE', path)
      if (isSuccess(answer) || answer.status === 404) return
      throw new DcrFailure(secretRefused(saidBy(answer, [keyOf(provider)])))
    },
  }

  async function newSecret(
    provider: DcrProvider,
    clientId: string,
    refused: (said: string) => Reason,
  ): Promise<MadeSecret> {
    if (provider.dcr_config.disable_refresh_secret === true) throw new DcrFailure(refreshDisabled())
    const mayHave = 'the secret may have changed there; rotate again'
    const answer = await call(provider, 'POST', `/${encodeURIComponent(clientId)}/new-secret`, { mayHave })
    if (!isSuccess(answer)) throw new DcrFailure(refused(saidBy(answer, [keyOf(provider)])))
    const { clientSecret, secretId } = secretIn(answer)
    if (!clientSecret) throw new DcrFailure(answerUnusable('it gave no client_secret'))
    return { clientSecret, secretId }
  }

  async function remove(provider: DcrProvider, clientId: string): Promise<Reason | undefined> {
    const path = `/${encodeURIComponent(clientId)}`
    const answer = await call(provider, 'DELETE', path, { mayHave: 'the client may be gone' })
    if (isSuccess(answer) || answer.status === 404) return undefined
    throw new DcrFailure(deleteRefused(saidBy(answer, [keyOf(provider)])))
  }

  async function tell(provider: DcrProvider, { clientId }: ManagedClient, event: BridgeEvent): Promise<void> {
    if (provider.dcr_config.disable_event_hooks === true) return
    const answer = await call(provider, 'POST', `/${encodeURIComponent(clientId)}/event-hook`, { body: event })
    if (isSuccess(answer)) return
    throw new DcrFailure(hookRefused(event.event_type, saidBy(answer, [keyOf(provider)])))
  }

  function call(
    provider: DcrProvider,
    method: HttpCall['method'],
    path: string,
    { body, mayHave }: { body?: object; mayHave?: string } = {},
  ): Promise<HttpAnswer> {
    const url = `${String(provider.dcr_config.dcr_base_url).replace(/\/+$/, '')}${path}`
    return ask({ ...options, mayHave }, jsonCall(method, url, { 'x-api-key': keyOf(provider) }, body))
  }

  function keyOf({ secrets }: DcrProvider): string {
    return secrets.api_key ? options.seal.open(secrets.api_key) : ''
  }
}

/** `secret_id` is no member of the published description; a bridge that knows several secrets may send it. */
function secretIn(answer: HttpAnswer) {
  const members = membersOf(answer)
  return { ...credentialsIn(members), secretId: textOf(members, 'secret_id') }
}
