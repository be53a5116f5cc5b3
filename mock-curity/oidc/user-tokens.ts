import { epochSeconds } from '../../kit/clock.ts'
import type { Client } from '../clients/client.ts'
import type { Services } from '../services.ts'
import { answerOf } from '../tokens/client-credentials.ts'
import type { TokenAnswer } from '../tokens/token-answer.ts'
import type { TokenChanges } from '../tokens/token-procedures.ts'
import { newGrant } from './grants.ts'
import { idToken, type SignIn } from './id-token.ts'
import { subjectFor } from './subject.ts'

/** A user who was identified, and what the client gets. */
export interface UserGrant {
  client: Client
  username: string
  scope: string
  certificate: string | undefined
}

/** What stands behind an answer with tokens of a user. */
export interface UserAnswer extends UserGrant {
  delegationId: string
  refreshToken: string | undefined
  /** Claims asked for by name, for userinfo. */
  claims: readonly string[]
  signIn: SignIn
  /** What a token procedure made of the access token. */
  changed?: TokenChanges | undefined
}

/** Tokens for a user whom another flow than that of a code has identified: a refresh token too, if the client has them. */
export async function tokensForUser(grant: UserGrant, services: Services): Promise<TokenAnswer> {
  const signIn = {
    authTime: epochSeconds(services.clock),
    sid: undefined,
    nonce: undefined,
    state: undefined,
    claims: {},
  }
  const { delegationId, refreshToken } = await delegate(grant, services)
  return answerForUser({ ...grant, delegationId, refreshToken, claims: [], signIn }, services)
}

/** The engine keeps refresh tokens, so that it is the one to know the grant behind them. */
async function delegate({ client, username, scope }: UserGrant, { interactive, ids }: Services) {
  if (client.refreshTokenTtl === 0) return { delegationId: ids.uuid('delegation'), refreshToken: undefined }
  const { provider } = await interactive.engine()
  const known = await provider.Client.find(client.id)
  if (!known) throw new Error(`the engine does not find client "${client.id}"`)
  const grant = newGrant(provider, ids, { clientId: client.id, accountId: username })
  grant.addOIDCScope(scope)
  const grantId = await grant.save()
  const token = new provider.RefreshToken({
    client: known,
    accountId: username,
    grantId,
    gty: 'authorization_code',
    scope,
    expiresWithSession: false,
  } as unknown as ConstructorParameters<typeof provider.RefreshToken>[0]) // its type asks for members that it fills in itself
  return { delegationId: grantId, refreshToken: await token.save() }
}

/** Issues the tokens of a user's delegation and notes it. */
export async function answerForUser(of: UserAnswer, services: Services): Promise<TokenAnswer> {
  const { client, username, delegationId, refreshToken, certificate, claims, signIn, changed } = of
  const subject = subjectFor(client, username)
  const issued = { client, subject, scope: of.scope, delegationId, certificate, ...changed }
  const { value, token } = await services.accessTokens.issue(issued)
  const { scope } = token
  const lifetime = Math.max(client.accessTokenTtl, client.refreshTokenTtl)
  await services.delegations.put({
    ...{ id: delegationId, clientId: client.id, username, claims, revoked: false },
    expiresAt: token.issuedAt + lifetime,
  })
  const withIdToken = scope.split(' ').includes('openid')
  return {
    ...answerOf(value, token.expiresAt - token.issuedAt, scope, services),
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(withIdToken && { id_token: await idToken({ client, token, accessToken: value, signIn }, services) }),
  }
}
