import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Ids } from '../../kit/ids.ts'

type Grant = InstanceType<Provider['Grant']>

/** A grant of `accountId` to `clientId`. Its id becomes the `delegationId` of every token of it, and so is a UUID. */
export function newGrant(provider: Provider, ids: Ids, of: { clientId: string; accountId: string }): Grant {
  const grant = new provider.Grant(of)
  // The engine takes an id that is there, and makes one up otherwise.
  grant.jti = ids.uuid('delegation')
  return grant
}

/**
 * What the user lets the client do. A client that asks for no consent gets what it requests; for another the grant is the one
 * that the consent page made.
 */
export async function loadGrant(ctx: KoaContextWithOIDC, ids: Ids): Promise<Grant | undefined> {
  const { client, session, result, provider, requestParamScopes, requestParamClaims } = ctx.oidc
  if (!client || !session?.accountId) return undefined
  const grantId =
    result?.consent?.grantId ?? (client.requires_consent ? session.grantIdFor(client.clientId) : undefined)
  if (grantId !== undefined) return provider.Grant.find(grantId)
  if (client.requires_consent) return undefined
  const grant = newGrant(provider, ids, { clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope([...requestParamScopes].join(' '))
  grant.addOIDCClaims([...requestParamClaims])
  await grant.save()
  return grant
}
