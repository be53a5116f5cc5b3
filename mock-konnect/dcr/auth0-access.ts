import type { HttpAnswer, HttpCall } from '../../kit/http-client.ts'
import type { DcrProvider } from '../model/dcr-provider.ts'
import type { DriverOptions } from './driver-options.ts'
import { DcrFailure } from './failure.ts'
import { ask, jsonCall, membersOf, saidBy, textOf } from './identity-provider.ts'
import { initialClientOf } from './initial-token.ts'
import { answerUnusable, initialClientRefused } from './reasons.ts'

/** Auth0's Management API, opened by a token of the initial client. */
export interface Auth0Access {
  call(
    method: HttpCall['method'],
    path: string,
    more?: { body?: object; mayHave?: string | undefined },
  ): Promise<HttpAnswer>
  /** What may not be told. */
  secrets: readonly string[]
}

/**
 * A token for the Management API by client credentials: its audience is the provider's `initial_client_audience`, which a custom
 * domain needs, else `{issuer}/api/v2/` (`konnect.md` 11.2).
 */
export function auth0Access(options: DriverOptions): (provider: DcrProvider) => Promise<Auth0Access> {
  return async (provider) => {
    const issuer = issuerOf(provider)
    const { id, secret } = initialClientOf(provider, options.seal)
    const { initial_client_audience } = provider.dcr_config
    const audience = typeof initial_client_audience === 'string' ? initial_client_audience : `${issuer}/api/v2/`
    const body = { grant_type: 'client_credentials', client_id: id, client_secret: secret, audience }
    const answer = await ask(options, jsonCall('POST', `${issuer}/oauth/token`, {}, body))
    if (answer.status !== 200) throw new DcrFailure(initialClientRefused(saidBy(answer, [secret])))
    const token = textOf(membersOf(answer), 'access_token')
    if (!token) throw new DcrFailure(answerUnusable('the token answer has no access_token'))
    return {
      secrets: [secret, token],
      call: (method, path, { body, mayHave } = {}) =>
        ask(
          { ...options, mayHave },
          jsonCall(method, `${issuer}/api/v2${path}`, { authorization: `Bearer ${token}` }, body),
        ),
    }
  }
}

/** The tenant's address, also when its discovery URL was typed. */
const issuerOf = ({ issuer }: DcrProvider): string => issuer.replace(/\/\.well-known\/.*$/, '').replace(/\/+$/, '')
