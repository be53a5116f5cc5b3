import type { FastifyRequest } from 'fastify'
import { type Clock, epochSeconds, systemClock } from '../../kit/clock.ts'
import { requireCapability } from '../client-authentication.ts'
import type { Client } from '../clients/client.ts'
import { OAuthError } from '../errors.ts'
import type { Form } from '../forms.ts'
import { token as reasons } from '../reasons.ts'
import type { Services } from '../services.ts'
import { answerOf } from '../tokens/client-credentials.ts'
import { scopesIn } from '../tokens/scopes.ts'
import type { TokenAnswer } from '../tokens/token-answer.ts'
import type { EngineAnswer } from './engine.ts'
import { idToken, type SignIn } from './id-token.ts'
import { subjectFor } from './subject.ts'

/**
 * RFC 6749 §4.1.3 and §6: a code or a refresh token for tokens. The engine checks what it handed out and uses it up; the tokens
 * are this server's own, so that they look and end like all others.
 */
export async function userGrant(
  client: Client,
  form: Form,
  services: Services,
  request: FastifyRequest,
): Promise<TokenAnswer> {
  requireCapability(client, 'code', 'token', services.configuration.service)
  const { client_secret: _, ...parameters } = form
  const engine = await services.interactive.engine()
  const url = services.configuration.service.path('oauth-token') ?? ''
  const answer = await engine.ask(request, { url, form: { ...parameters, client_id: client.id } })
  if (answer.status !== 200) throw refusal(answer)
  return issue(client, answer.oidc, services)
}

function refusal({ status, body, detail = 'the grant was refused' }: EngineAnswer): OAuthError {
  const { error, error_description } = body as { error: string; error_description?: string } // the engine's error answer
  return new OAuthError(status, error, error_description ?? detail, reasons.grant(detail))
}

async function issue(client: Client, { entities }: EngineAnswer['oidc'], services: Services): Promise<TokenAnswer> {
  const { AccessToken: granted, RefreshToken: refresh, AuthorizationCode: code, Account: account } = entities
  if (!granted?.grantId || !account) throw new Error('the engine answered without a grant')
  const delegationId = granted.grantId
  // Once more, since a request object or an older grant may name scopes that the client does not have (any more).
  const scope = scopesIn(granted.scope)
    .filter((one) => client.scopes.includes(one))
    .join(' ')
  const source = code ?? refresh
  const subject = subjectFor(client, account.accountId)
  const { value, token } = await services.accessTokens.issue({ client, subject, scope, delegationId })
  await services.delegations.put({
    id: delegationId,
    clientId: client.id,
    username: account.accountId,
    claims: Object.keys(source?.claims?.userinfo ?? {}),
    revoked: false,
    expiresAt: token.issuedAt + Math.max(client.accessTokenTtl, client.refreshTokenTtl),
  })
  const signIn = signInOf(source, account.accountId, services)
  const withIdToken = scope.split(' ').includes('openid')
  return {
    ...answerOf(value, token.expiresAt - token.issuedAt, scope, services),
    ...(refresh && { refresh_token: refresh.jti }),
    ...(withIdToken && { id_token: await idToken({ client, token, accessToken: value, signIn }, services) }),
  }
}

type Source = NonNullable<EngineAnswer['oidc']['entities']['AuthorizationCode' | 'RefreshToken']>

function signInOf(source: Source | undefined, username: string, { configuration, clock }: Services): SignIn {
  const known = configuration.service.accounts.get(username)?.claims ?? {}
  const asked = Object.keys(source?.claims?.id_token ?? {}).filter((name) => Object.hasOwn(known, name))
  return {
    authTime: byServerClock(source?.authTime ?? epochSeconds(systemClock), clock),
    sid: source?.sessionUid,
    nonce: source?.nonce,
    claims: Object.fromEntries(asked.map((name) => [name, known[name]])),
  }
}

/** The engine notes times by the machine's clock. */
const byServerClock = (seconds: number, clock: Clock) => seconds + epochSeconds(clock) - epochSeconds(systemClock)
