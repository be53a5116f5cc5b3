import type { DcrProvider } from '../model/dcr-provider.ts'
import { discoveryUrl } from './discovery.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { ask, formCall, jsonCall, membersOf, saidBy, textOf, withoutSecrets } from './identity-provider.ts'
import { initialClientOf } from './initial-token.ts'
import { answerUnusable, initialClientRefused, noMetadata, notAnIssuer } from './reasons.ts'

/** Microsoft Graph, opened by a token of the initial client. */
export interface AzureAccess {
  url: string
  token: string
  /** What may not be told. */
  secrets: readonly string[]
}

/**
 * The way to Microsoft Graph: the metadata of the tenant's v1 issuer names the token endpoint and, as `msgraph_host`, where Graph is;
 * the token is the initial client's own, by client credentials (`konnect.md` 11.2).
 */
export function azureAccess(options: DriverOptions): (provider: DcrProvider) => Promise<AzureAccess> {
  return async (provider) => {
    const { tokenEndpoint, graph } = await tenantOf(provider)
    const { id, secret } = initialClientOf(provider, options.seal)
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret, resource: graph }
    const answer = await ask(options, formCall(tokenEndpoint, form))
    if (answer.status !== 200) throw new DcrFailure(initialClientRefused(saidBy(answer, [secret])))
    const token = textOf(membersOf(answer), 'access_token')
    if (!token) throw new DcrFailure(answerUnusable('the token answer has no access_token'))
    return { url: `${graph}/v1.0`, token, secrets: [secret, token] }
  }

  async function tenantOf({ issuer }: DcrProvider): Promise<{ tokenEndpoint: string; graph: string }> {
    const url = discoveryUrl(issuer)
    const place = withoutSecrets(url)
    const answer = await ask(options, jsonCall('GET', url, {}))
    if (answer.status !== 200) throw new DcrFailure(notAnIssuer(place, `it answers ${answer.status}`))
    const members = membersOf(answer)
    const tokenEndpoint = textOf(members, 'token_endpoint')
    if (!tokenEndpoint || !URL.canParse(tokenEndpoint)) throw new DcrFailure(noMetadata(place, 'token_endpoint'))
    const host = textOf(members, 'msgraph_host')
    if (!host) throw new DcrFailure(noMetadata(place, 'msgraph_host'))
    return { tokenEndpoint, graph: `${new URL(tokenEndpoint).protocol}//${host}` }
  }
}
