import type { Behaviour } from '../../kit/behaviour.ts'
import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { Database } from '../../kit/table.ts'
import type { Switches } from '../behaviour.ts'
import type { Client } from '../clients/client.ts'
import type { ClientDirectory } from '../clients/client-directory.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { AccessTokenForm } from '../configuration/token-issuers.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import type { CurityHooks } from '../quirks/hook-points.ts'
import type { Delegations } from './delegations.ts'
import { accessTokenClaims, addedClaims, tokenOf } from './jwt-claims.ts'
import { opaqueToken } from './opaque-token.ts'
import { lifetimeOf } from './scopes.ts'
import { type Expiring, sweeper } from './sweeper.ts'

/** What an access token says, in whichever form it is. Times are epoch seconds. */
export interface AccessToken extends Expiring {
  /** The token itself; for a JWT its `jti`. */
  readonly id: string
  readonly delegationId: string
  readonly clientId: string
  readonly subject: string
  readonly scope: string
  readonly audience: readonly string[]
  readonly issuedAt: number
  /** Thumbprint of the certificate that it is bound to. */
  readonly certificate?: string
  /** Claims that a token procedure added. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** What a token is to be issued for. */
export interface AccessTokenGrant {
  client: Client
  /** The client itself, or the user as this client knows them. */
  subject: string
  scope: string
  /** Default: a new one. */
  delegationId?: string
  certificate?: string | undefined
  /** Default: the client's. */
  audience?: readonly string[]
  /** Beside those that every token has. */
  claims?: Readonly<Record<string, unknown>>
  /** Default: the profile's. */
  form?: AccessTokenForm
}

/** A token that can be used, or why it cannot. */
export type TokenReading = { token: AccessToken } | { dead: 'unknown' | 'expired' | 'revoked' | "a deleted client's" }

/** Issues and reads access tokens, opaque or as JWT (`curity.md` 4.3). */
export interface AccessTokens {
  issue(grant: AccessTokenGrant): Promise<{ value: string; token: AccessToken }>
  read(value: string): Promise<TokenReading>
  /** The token as a JWT: itself when it is one, else one of the same content (`curity.md` 5.1, phantom token). */
  asJwt(value: string, token: AccessToken): Promise<string>
  watchAll(): Promise<void>
}

/** What access tokens are made of and kept in. */
export interface AccessTokensOptions {
  database: Database
  configuration: Configuration
  behaviour: Behaviour<Switches, CurityHooks>
  clock: Clock
  ids: Ids
  keys: KeyRing
  clients: ClientDirectory
  delegations: Delegations
}

/** Access tokens of one server. Opaque ones are rows, JWTs leave nothing behind. */
export function accessTokens(options: AccessTokensOptions): AccessTokens {
  const { database, configuration, behaviour, clock, ids, keys, clients, delegations } = options
  const opaque = database.table<AccessToken>({ name: 'access_tokens' })
  const { watch, watchAll } = sweeper(opaque, clock)

  const sign = (token: AccessToken) => {
    const { service } = configuration
    const claims = behaviour.quirks.run(
      'accessTokenClaims',
      accessTokenClaims,
      token,
      service.issuer,
      behaviour.current,
    )
    const { quirks } = behaviour
    if (!quirks.has('accessTokenHeader')) return keys.sign(claims, service.signing)
    return keys.sign(claims, service.signing, (header) => quirks.run('accessTokenHeader', (asIs) => asIs, header))
  }
  /** How the product wraps an opaque token is not known (`curity.md` 4.3): here it is a claim of a signed JWT. */
  const wrap = ({ id, issuedAt, expiresAt }: AccessToken) => {
    const { issuer, signing } = configuration.service
    return keys.sign({ jti: id, exp: expiresAt, iss: issuer, iat: issuedAt, purpose: 'wrapped_access_token' }, signing)
  }
  const fromJwt = async (value: string) => {
    const claims = await keys.read(value, configuration.service.signing.clockSkew)
    return claims?.purpose === 'wrapped_access_token' ? opaque.find(claims.jti ?? '') : tokenOf(claims)
  }
  const newId = (form: AccessTokenForm) => {
    if (form === 'jwt') return ids.uuid('jti')
    return opaqueToken('_0XBPWQQ_', ids.uuid('access-token'), behaviour.current)
  }
  return {
    watchAll,
    async issue(grant) {
      const { service } = configuration
      const { client, subject, scope, delegationId = ids.uuid('delegation'), certificate, audience, claims } = grant
      const { form = service.accessTokens } = grant
      const issuedAt = epochSeconds(clock)
      const token: AccessToken = {
        id: newId(form),
        delegationId,
        clientId: client.id,
        subject,
        scope,
        audience: audience ?? client.audience,
        issuedAt,
        expiresAt: issuedAt + lifetimeOf(client, scope, service),
        ...(certificate !== undefined && { certificate }),
        ...(claims !== undefined && { claims: addedClaims(claims) }),
      }
      if (form === 'jwt') return { token, value: sign(token) }
      await opaque.insert(token)
      const sweep = watch(token)
      if (sweep) await sweep
      return { token, value: form === 'wrapped' ? wrap(token) : token.id }
    },
    async read(value) {
      const found = (await opaque.find(value)) ?? (await fromJwt(value))
      if (!found) return { dead: 'unknown' }
      // What came signed may be read a little late; an opaque token is its own row.
      const leeway = value === found.id ? 0 : configuration.service.signing.clockSkew
      if (found.expiresAt + leeway <= epochSeconds(clock)) return { dead: 'expired' }
      const delegation = await delegations.find(found.delegationId)
      if (delegation?.revoked) return { dead: 'revoked' }
      const token = delegation ? { ...found, clientId: delegation.clientId } : found
      if (behaviour.current.deleteKillsTokens && !(await clients.find(token.clientId)))
        return { dead: "a deleted client's" }
      return { token }
    },
    asJwt: async (value, token) => ((await opaque.find(token.id)) ? sign({ ...token, id: ids.uuid('jti') }) : value),
  }
}
