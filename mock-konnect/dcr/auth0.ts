import type { Reason } from '../../kit/reason.ts'
import { type Auth0Access, auth0Access } from './auth0-access.ts'
import { auth0Grants } from './auth0-grants.ts'
import { type DcrDriver, nothingKept, type WantedClient } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { isSuccess, membersOf, saidBy, textOf } from './identity-provider.ts'
import { credentialsIn, mayHaveMade, refuseFailedCreate, undoById, undoneAfter, usableClient } from './made-client.ts'
import { answerUnusable, deleteRefused, rotationRefused, updateRefused } from './reasons.ts'

/**
 * What Konnect does at Auth0 (`konnect.md` 11.2, inferred): its Management API makes the client, and a client grant for the API
 * that the strategy names, without which Auth0 gives a client no token. With developer-managed scopes the grant has the scopes
 * that the developer chose, for the application and for each registration.
 */
export function auth0Driver(options: DriverOptions): DcrDriver {
  const access = auth0Access(options)
  const grants = auth0Grants()

  return {
    async create(provider, wanted) {
      const at = await access(provider)
      const body = clientOf(wanted)
      const answer = await at.call('POST', '/clients', { body, mayHave: mayHaveMade(wanted.name) })
      refuseFailedCreate(answer, wanted.name, () => at.secrets)
      const undo = undoById((clientId) => remove(at, clientId))
      const made = await usableClient({ ...credentialsIn(membersOf(answer)), kept: nothingKept }, undo)
      try {
        if (wanted.audience) await grants.set(at, made.clientId, wanted.audience, wanted.scopes)
        return made
      } catch (error) {
        if (!(error instanceof DcrFailure)) throw error
        throw await undoneAfter(error, made.clientId, remove(at, made.clientId))
      }
    },

    async rotate(provider, { clientId, kept }) {
      const at = await access(provider)
      const mayHave = 'the secret may have changed there; rotate again'
      const answer = await at.call('POST', `/clients/${encodeURIComponent(clientId)}/rotate-secret`, { mayHave })
      if (!isSuccess(answer)) throw new DcrFailure(rotationRefused(saidBy(answer, at.secrets)))
      const clientSecret = textOf(membersOf(answer), 'client_secret')
      if (!clientSecret) throw new DcrFailure(answerUnusable('it gave no client_secret'))
      return { clientId, clientSecret, kept }
    },

    async remove(provider, { clientId }) {
      const at = await access(provider)
      await grants.removeAll(at, clientId)
      return remove(at, clientId)
    },

    async update(provider, { clientId }, wanted) {
      const at = await access(provider)
      const { name, description, callbacks } = clientOf(wanted)
      const body = { name, description, callbacks }
      const answer = await at.call('PATCH', `/clients/${encodeURIComponent(clientId)}`, { body })
      if (!isSuccess(answer)) throw new DcrFailure(updateRefused(saidBy(answer, at.secrets)))
      const chosen = provider.dcr_config.use_developer_managed_scopes === true
      if (chosen && wanted.audience) await grants.set(at, clientId, wanted.audience, wanted.scopes)
    },

    /** Only developer-managed scopes make registrations a matter of Auth0's (`konnect.md` 10). */
    async access(provider, { clientId }, { audience, scopes }, { type, scopes: wanted }) {
      if (provider.dcr_config.use_developer_managed_scopes !== true || !audience) return
      const at = await access(provider)
      await grants.set(at, clientId, audience, type === 'granted' ? [...scopes, ...wanted] : scopes)
    },
  }

  async function remove(at: Auth0Access, clientId: string): Promise<Reason | undefined> {
    const path = `/clients/${encodeURIComponent(clientId)}`
    const answer = await at.call('DELETE', path, { mayHave: 'the client may be gone' })
    if (isSuccess(answer) || answer.status === 404) return undefined
    throw new DcrFailure(deleteRefused(saidBy(answer, at.secrets)))
  }
}

/** A machine-to-machine client; its metadata say whose it is (`konnect.md` 11.2). */
const clientOf = ({ name, description, redirectUri, belongsTo }: WantedClient) => ({
  name,
  description: description ?? '',
  app_type: 'non_interactive',
  grant_types: ['client_credentials'],
  callbacks: redirectUri === null ? [] : [redirectUri],
  token_endpoint_auth_method: 'client_secret_basic',
  client_metadata: {
    konnect_portal_id: belongsTo.portal,
    konnect_developer_id: belongsTo.developer,
    konnect_org_id: belongsTo.organization,
    konnect_application_id: belongsTo.application,
  },
})
