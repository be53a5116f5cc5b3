import { requireCapability } from '../client-authentication/capability.ts'
import { invalidGrant, invalidRequest } from '../errors.ts'
import { tokensForUser } from '../oidc/user-tokens.ts'
import { userByPassword } from '../sign-in/user-by-password.ts'
import { token as reasons } from '../token-reasons.ts'
import type { Grant } from './grant-request.ts'
import { scopesIn, userScopes } from './scopes.ts'

/** RFC 6749 §4.3: a user's name and password for tokens; the product's `resource-owner-password-credentials`. */
export const passwordGrant: Grant = async ({ client, form, certificate }, services) => {
  const { service } = services.configuration
  requireCapability(client, 'resource-owner-password-credentials', 'token', service)
  const { username, password } = form
  if (!username || password === undefined)
    throw invalidRequest('username and password are required', reasons.noPassword())
  if (userByPassword({ username, password }, service) === undefined)
    throw invalidGrant('The user is not known by this password', reasons.wrongPassword())
  const scope = userScopes(scopesIn(form.scope), client, service).join(' ')
  return tokensForUser({ client, username, scope, certificate }, services)
}
