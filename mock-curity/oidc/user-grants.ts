import { epochSeconds } from '../../kit/clock.ts'
import { requireCapability } from '../client-authentication/capability.ts'
import type { Client } from '../clients/client.ts'
import { OAuthError } from '../errors.ts'
import type { Services } from '../services.ts'
import { token as reasons } from '../token-reasons.ts'
import { initialToken } from '../tokens/client-credentials.ts'
import type { Grant, GrantRequest } from '../tokens/grant-request.ts'
import { scopesIn } from '../tokens/scopes.ts'
import type { TokenAnswer } from '../tokens/token-answer.ts'
import { tokenChanges } from '../tokens/token-procedures.ts'
import type { EngineAnswer } from './engine.ts'
import type { SignIn } from './id-token.ts'
import { aheadOfMachine } from './machine-time.ts'
import { grantedTo } from './parameters.ts'
import { subjectFor } from './subject.ts'
import { answerForUser } from './user-tokens.ts'

/**
 * RFC 6749 §4.1.3 and §6: a code or a refresh token for tokens. The engine checks what it handed out and uses it up; the tokens
 * are this server's own, so that they look and end like all others.
 */
export const userGrant: Grant = async (asked, services) => {
  const { client, form, request } = asked
  if (!hasOtherUserFlow(client) || form.grant_type === 'authorization_code')
    requireCapability(client, 'code', 'token', services.configuration.service)
  const { client_secret: _, client_assertion: __, client_assertion_type: ___, ...parameters } = form
  const engine = await services.interactive.engine()
  const url = services.configuration.service.path('oauth-token') ?? ''
  const answer = await engine.ask(request, { url, form: { ...parameters, client_id: client.id } })
  if (answer.status !== 200) throw refusal(answer)
  return issue(asked, answer.oidc, services)
}

/** A refresh token may come from other flows than that of a code. */
const hasOtherUserFlow = ({ capabilities }: Client) =>
  capabilities.has('resource-owner-password-credentials') ||
  capabilities.has('device-authorization') ||
  capabilities.has('backchannel-authentication')

function refusal({ status, body, detail = 'the grant was refused' }: EngineAnswer): OAuthError {
  const { error, error_description } = body as { error: string; error_description?: string } // the engine's error answer
  return new OAuthError(status, error, error_description ?? detail, reasons.grant(detail))
}

async function issue(
  { client, certificate, form }: GrantRequest,
  { entities }: EngineAnswer['oidc'],
  services: Services,
): Promise<TokenAnswer> {
  const {
    AccessToken: granted,
    RefreshToken: refresh,
    AuthorizationCode: code,
    Account: account,
    Grant: grant,
  } = entities
  if (!granted?.grantId || !account) throw new Error('the engine answered without a grant')
  const { service } = services.configuration
  // Once more, since a request object or an older grant may name scopes that the client does not have (any more).
  const scope = grantedTo(client, granted.scope, service)
  if (scopesIn(scope).includes('dcr'))
    return initialToken({ clientId: client.id, username: account.accountId }, services)
  const source = code ?? refresh
  const leftOut = new Set(grant?.getRejectedOIDCClaims())
  const isGiven = (name: string) => !leftOut.has(name)
  const changed =
    code &&
    (await tokenChanges(
      'oauth-token-authorization-code',
      { client, subject: subjectFor(client, account.accountId), scope },
      form,
      services,
    ))
  return answerForUser(
    {
      changed,
      ...{ client, certificate, scope, username: account.accountId, delegationId: granted.grantId },
      refreshToken: refresh?.jti,
      claims: Object.keys(source?.claims?.userinfo ?? {}).filter(isGiven),
      signIn: {
        ...signInOf(source, account.accountId, isGiven, services),
        state: code && (await services.interactive.stateOf(code.jti)),
      },
    },
    services,
  )
}

type Source = NonNullable<EngineAnswer['oidc']['entities']['AuthorizationCode' | 'RefreshToken']>

function signInOf(
  source: Source | undefined,
  username: string,
  isGiven: (claim: string) => boolean,
  { configuration, clock }: Services,
): Omit<SignIn, 'state'> {
  const known = configuration.service.accounts.get(username)?.claims ?? {}
  const asked = Object.keys(source?.claims?.id_token ?? {}).filter(
    (name) => isGiven(name) && Object.hasOwn(known, name),
  )
  return {
    // The engine notes times by the machine's clock.
    authTime: source?.authTime === undefined ? epochSeconds(clock) : source.authTime + aheadOfMachine(clock),
    sid: source?.sessionUid,
    nonce: source?.nonce,
    claims: Object.fromEntries(asked.map((name) => [name, known[name]])),
  }
}
