import { type HttpAnswer, parseJson } from '../../kit/http-client.ts'
import type { Auth0Access } from './auth0-access.ts'
import { DcrFailure } from './failure.ts'
import { isSuccess, saidBy } from './identity-provider.ts'
import { grantRefused } from './reasons.ts'

/** Client grants of Auth0: which scopes of an API a client may ask for, one grant for each client and API. */
export interface Auth0Grants {
  set(at: Auth0Access, clientId: string, audience: string, scopes: readonly string[]): Promise<void>
  removeAll(at: Auth0Access, clientId: string): Promise<void>
}

interface Grant {
  id: string
  audience: string
}

export function auth0Grants(): Auth0Grants {
  return {
    async set(at, clientId, audience, scopes) {
      const scope = [...new Set(scopes)]
      const known = (await grantsOf(at, clientId)).find((grant) => grant.audience === audience)
      accepted(
        at,
        known
          ? await at.call('PATCH', `/client-grants/${encodeURIComponent(known.id)}`, { body: { scope } })
          : await at.call('POST', '/client-grants', { body: { client_id: clientId, audience, scope } }),
      )
    },

    async removeAll(at, clientId) {
      for (const { id } of await grantsOf(at, clientId)) {
        const answer = await at.call('DELETE', `/client-grants/${encodeURIComponent(id)}`)
        if (answer.status !== 404) accepted(at, answer)
      }
    },
  }

  async function grantsOf(at: Auth0Access, clientId: string): Promise<Grant[]> {
    const answer = await at.call('GET', `/client-grants?client_id=${encodeURIComponent(clientId)}`)
    accepted(at, answer)
    const list = parseJson(answer.text)
    return Array.isArray(list) ? list.filter(isGrant) : []
  }

  function accepted(at: Auth0Access, answer: HttpAnswer): void {
    if (isSuccess(answer)) return
    throw new DcrFailure(grantRefused(saidBy(answer, at.secrets)))
  }
}

function isGrant(value: unknown): value is Grant {
  const grant = value as Partial<Grant> | null // only read, member by member
  return typeof grant?.id === 'string' && typeof grant.audience === 'string'
}
