import type { Switches } from '../behaviour.ts'
import type { Bounds } from '../configuration/registration.ts'
import type { TokenService } from '../configuration/token-service.ts'
import { invalidClientMetadata } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'
import { scopesIn } from '../tokens/scopes.ts'
import { refuseUnfitKeys } from './client-keys.ts'
import type { ClientMetadata } from './metadata.ts'

/** The scopes of a registered client (`curity.md` 2.4). @throws invalid_client_metadata */
export function scopeOf(asked: ClientMetadata, bounds: Bounds, { scopes }: TokenService, switches: Switches): string {
  if (asked.scope === undefined && switches.registrationScopeAbsent === 'all-allowed') return bounds.scopes.join(' ')
  const wanted = scopesIn(asked.scope)
  const outside = wanted.find((scope) => !bounds.scopes.includes(scope))
  if (outside !== undefined && switches.registrationScopeOutside === 'reject') {
    throw invalidClientMetadata(`The scope ${outside} is not allowed`, reasons.outsideScopes(outside))
  }
  const missing = scopes.find(({ id, required }) => required && bounds.scopes.includes(id) && !wanted.includes(id))
  if (missing) throw invalidClientMetadata(`The scope ${missing.id} is required`, reasons.scopeRequired(missing.id))
  return wanted.filter((scope) => bounds.scopes.includes(scope)).join(' ')
}

/**
 * How a registered client authenticates. A requested `none` was once seen to be answered by a secret (`curity.md` 2.5).
 * @throws invalid_client_metadata
 */
export function authMethodOf(asked: ClientMetadata, bounds: Bounds, { registrationAsksForNone }: Switches): string {
  const wanted = asked.token_endpoint_auth_method ?? 'client_secret_basic'
  const method = wanted === 'none' && registrationAsksForNone !== 'honoured' ? 'client_secret_basic' : wanted
  const allowed = [
    ...(bounds.secrets ? ['client_secret_basic', 'client_secret_post'] : []),
    ...(bounds.certificates ? ['tls_client_auth'] : []),
    ...(bounds.assertionAlgorithms ? ['private_key_jwt'] : []),
    ...(bounds.publicClients ? ['none'] : []),
  ]
  if (!allowed.includes(method)) {
    throw invalidClientMetadata(`The authentication method ${method} is not allowed`, reasons.authMethod(method))
  }
  refuseUnfitKeys(method, asked, bounds)
  return method
}

/** The authenticators of a client that signs users in: every allowed one when it names none. @throws invalid_client_metadata */
export function acrValuesOf(asked: ClientMetadata, bounds: Bounds): readonly string[] {
  const wanted = asked.default_acr_values ?? bounds.authenticators
  const outside = wanted.find((acr) => !bounds.authenticators.includes(acr))
  if (outside === undefined) return wanted
  throw invalidClientMetadata(`The authenticator ${outside} is not allowed`, reasons.authenticator(outside))
}

/** What the profile's policy asks of clients that sign users in (`curity.md` 2.4). @throws invalid_client_metadata */
export function refuseAgainstPolicy(asked: ClientMetadata, { required }: Bounds): void {
  const missing = required.find(({ member }) => asked[member] === undefined)
  if (missing)
    throw invalidClientMetadata(`${missing.member} is required`, reasons.required(missing.member, missing.leaf))
}

/** Filters are those of the bounds (`curity.md` 2.4). @throws invalid_client_metadata */
export function refuseForeignFilters(asked: ClientMetadata, { authenticatorFilters }: Bounds): void {
  const outside = asked.authenticator_filters?.find((filter) => !authenticatorFilters.includes(filter))
  if (outside !== undefined) {
    throw invalidClientMetadata(
      `The authenticator filter ${outside} is not allowed`,
      reasons.authenticatorFilter(outside),
    )
  }
}

/** Signed userinfo needs an issuer of its own (`curity.md` 5.3). @throws invalid_client_metadata */
export function refuseUnsignableUserinfo(asked: ClientMetadata, { userinfoSigning }: TokenService): void {
  if (asked.userinfo_signed_response_alg === undefined || userinfoSigning) return
  throw invalidClientMetadata('Userinfo cannot be signed', reasons.userinfoIssuer())
}
