import type { Client } from '../clients/client.ts'
import type { TokenService } from '../configuration/token-service.ts'
import type { Form } from '../forms.ts'
import { emptyScope, isGranted } from '../oidc/parameters.ts'
import { scopesIn } from '../tokens/scopes.ts'

/** What a client asks a user for, or a part of it: scopes, and claims by name (OpenID Connect Core §5.5). */
export interface Asked {
  scopes: readonly string[]
  claims: readonly string[]
}

/** What the user is asked for. */
export interface ConsentQuestion {
  asked: Asked
  /** The part of it that may be left out. */
  optional: Asked
  /** Scopes that the client does not have: nobody is asked for them. */
  withheld: readonly string[]
}

/**
 * What a request asks for, as far as the client may have it. Without `allow-deselection` nothing of it is optional; with it,
 * everything is but `openid` and scopes that are marked as required.
 */
export function consentQuestion(
  { scope, claims }: { scope?: unknown; claims?: unknown },
  client: Client,
  service: TokenService,
): ConsentQuestion {
  const named = scopesIn(String(scope ?? ''))
  const asked = { scopes: named.filter((one) => isGranted(one, client, service)), claims: claimsIn(claims) }
  const required = service.scopes.filter((one) => one.required).map(({ id }) => id)
  const isOptional = (one: string) => one !== 'openid' && !required.includes(one)
  return {
    asked,
    optional: client.consent?.allowsDeselection
      ? { scopes: asked.scopes.filter(isOptional), claims: asked.claims }
      : { scopes: [], claims: [] },
    withheld: named.filter((one) => one !== emptyScope && !asked.scopes.includes(one)),
  }
}

/** Names in the `claims` parameter, which the engine has checked. Those about the sign-in itself are asked of nobody. */
function claimsIn(parameter: unknown): string[] {
  if (typeof parameter !== 'string') return []
  const { userinfo, id_token } = JSON.parse(parameter) as Record<'userinfo' | 'id_token', object | null | undefined>
  const names = new Set([...Object.keys(userinfo ?? {}), ...Object.keys(id_token ?? {})])
  return [...names].filter((name) => !aboutTheSignIn.includes(name))
}

const aboutTheSignIn = ['sub', 'sid', 'auth_time', 'acr', 'amr', 'iss']

/** How the form calls what may be left out; a parameter of a form stands once, so that each has a name of its own. */
export const fieldOf = (kind: 'scope' | 'claim', name: string): string => `${kind}:${name}`

/** What the user gives and what they leave out, by the form that they sent. */
export function decided(question: ConsentQuestion, form: Form): { granted: Asked; rejected: Asked } {
  const { asked, optional, withheld } = question
  const leftOut = {
    scopes: optional.scopes.filter((name) => form[fieldOf('scope', name)] === undefined),
    claims: optional.claims.filter((name) => form[fieldOf('claim', name)] === undefined),
  }
  return {
    granted: {
      scopes: asked.scopes.filter((name) => !leftOut.scopes.includes(name)),
      claims: asked.claims.filter((name) => !leftOut.claims.includes(name)),
    },
    rejected: { scopes: [...withheld, ...leftOut.scopes], claims: leftOut.claims },
  }
}
