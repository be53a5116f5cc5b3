import type { HttpAnswer } from '../../kit/http-client.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { DcrDriver } from './driver.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { ask, isSuccess, jsonCall, membersOf, saidBy, textOf } from './identity-provider.ts'
import { oauthClients } from './oauth-clients.ts'
import { answerUnusable, notAnIssuer, secretRefused } from './reasons.ts'

/**
 * What Konnect does at Okta (`konnect.md` 11.2): the clients API of the organisation, opened by an API token. Several secrets of a
 * client are those of Okta's own API; that Konnect uses it is inferred.
 */
export function oktaDriver(options: DriverOptions): DcrDriver {
  const tokenOf = ({ secrets }: DcrProvider) => (secrets.dcr_token ? options.seal.open(secrets.dcr_token) : '')
  const apiOf = (provider: DcrProvider) => {
    const secret = tokenOf(provider)
    return { url: `${organizationOf(provider)}/oauth2/v1/clients`, authorization: `SSWS ${secret}`, secret }
  }

  return {
    ...oauthClients(options, apiOf),

    async addSecret(provider, { clientId }) {
      const answer = await secrets(provider, clientId, 'POST', '')
      const members = membersOf(answer)
      const clientSecret = textOf(members, 'client_secret')
      if (!clientSecret) throw new DcrFailure(answerUnusable('it gave no client_secret'))
      return { clientSecret, secretId: textOf(members, 'id') }
    },

    /** Okta deletes only what was deactivated. */
    async removeSecret(provider, { clientId }, secretId) {
      const path = `/${encodeURIComponent(secretId)}`
      await secrets(provider, clientId, 'POST', `${path}/lifecycle/deactivate`)
      await secrets(provider, clientId, 'DELETE', path)
    },
  }

  async function secrets(
    provider: DcrProvider,
    clientId: string,
    method: 'POST' | 'DELETE',
    path: string,
  ): Promise<HttpAnswer> {
    const secret = tokenOf(provider)
    const url = `${organizationOf(provider)}/api/v1/apps/${encodeURIComponent(clientId)}/credentials/secrets${path}`
    const mayHave = 'the secrets of the client may have changed there'
    const answer = await ask({ ...options, mayHave }, jsonCall(method, url, { authorization: `SSWS ${secret}` }))
    const isGone = answer.status === 404 && path !== ''
    if (!isSuccess(answer) && !isGone) throw new DcrFailure(secretRefused(saidBy(answer, [secret])))
    return answer
  }
}

/** The issuer is an authorization server of the organisation, `https://DOMAIN/oauth2/default`; clients belong to the organisation. */
function organizationOf({ issuer }: DcrProvider): string {
  if (!URL.canParse(issuer)) throw new DcrFailure(notAnIssuer(issuer, 'it is no URL'))
  return new URL(issuer).origin
}
