import type { Client } from '../clients/client.ts'
import { invalidRequest, unknownUserId } from '../errors.ts'
import type { Form } from '../forms.ts'
import { subjectFor } from '../oidc/subject.ts'
import { backchannel as reasons } from '../reasons.ts'
import type { Services } from '../services.ts'

/**
 * The user whom a client names by exactly one hint (CIBA Core §7.1): `login_hint` with a user name, or an ID token that this client once got.
 * What stands in a `login_hint_token` is for each server to say; this one has none.
 * @throws OAuthError invalid_request, unknown_user_id
 */
export async function userHinted(form: Form, client: Client, services: Services): Promise<string> {
  const hints = ['login_hint', 'id_token_hint', 'login_hint_token'].filter((name) => form[name])
  const [hint] = hints
  if (hints.length !== 1 || hint === undefined) throw invalidRequest('Exactly one hint is required', reasons.oneHint())
  if (hint === 'login_hint_token') throw invalidRequest('login_hint_token is not supported', reasons.noHintTokens())
  const { accounts } = services.configuration.service
  const named =
    hint === 'login_hint' ? form.login_hint : await userOfIdToken(form.id_token_hint ?? '', client, services)
  const account = named === undefined ? undefined : accounts.get(named)
  if (!account) throw unknownUserId('The user is not known', reasons.unknownUser())
  return account.username
}

/** Old ones are taken too: they name a user, and prove nothing. @throws OAuthError invalid_request when it is none of this client */
async function userOfIdToken(hint: string, client: Client, { keys, configuration }: Services) {
  const claims = await keys.read(hint, Number.MAX_SAFE_INTEGER)
  if (claims?.purpose !== 'id' || claims.aud !== client.id)
    throw invalidRequest('id_token_hint is not an ID token of this client', reasons.foreignIdToken())
  const names = [...configuration.service.accounts.keys()]
  return names.find((username) => subjectFor(client, username) === claims.sub)
}
