import { invalidClientMetadata, OAuthError } from '../errors.ts'
import type { CurityHooks, Quirk } from './hook-points.ts'
import { tokenQuirks } from './tokens.ts'

/** The quirks that come with the identity server: public bug reports about servers that play its part. Loaded when somebody asks for one. */
export const knownQuirks: readonly Quirk[] = [
  ...tokenQuirks,
  {
    name: 'scope-required',
    does: 'refuses a registration that names no scope',
    source: 'dozigden/boardoil#11',
    hooks: { acceptMetadata: requiring('scope', 'Only mcp:read and mcp:write scopes are supported.') },
  },
  {
    name: 'redirect-uri-required',
    does: 'refuses a registration without redirect_uris, whatever its grants',
    source: 'gravitee-io/issues#2297; Abblix/Oidc.Server#280',
    hooks: { acceptMetadata: requiring('redirect_uris', 'The RedirectUris field is required') },
  },
  {
    name: 'client-name-required',
    does: 'refuses a registration without client_name',
    source: 'outline/outline#12833; Flagsmith v2.257.1',
    hooks: { acceptMetadata: requiring('client_name', 'client_name is required') },
  },
  {
    name: 'unknown-scope-403',
    does: 'answers 403 to a registration that asks for a scope which does not exist',
    source: 'keycloak/keycloak#7339',
    hooks: {
      acceptMetadata(own, body, bounds) {
        try {
          return own(body, bounds)
        } catch (error) {
          if (!(error instanceof OAuthError) || !/scope/i.test(error.message)) throw error
          throw new OAuthError(403, 'insufficient_scope', error.message, error.reason)
        }
      },
    },
  },
  {
    name: 'auth-method-ignored',
    does: 'registers every client as confidential, whatever token_endpoint_auth_method it asks for',
    source: 'artui/djangorestframework-mcp-server v0.19.0',
    hooks: {
      acceptMetadata: (own, body, bounds) =>
        own({ ...(body as object), token_endpoint_auth_method: undefined }, bounds),
    },
  },
  {
    name: 'secret-unchecked',
    does: 'takes any secret for the right one',
    source: 'CVE-2026-44476 (doorkeeper-openid_connect)',
    hooks: { isSecret: (_own, kept) => kept !== undefined },
  },
  {
    name: 'client-ids-with-slashes',
    does: 'gives new clients ids with characters that are reserved in URLs',
    source: 'panva/node-oidc-provider commit 500dfeb',
    hooks: { newClientId: (own) => `acme/${own()}` },
  },
  {
    name: 'management-uri-unescaped',
    does: 'writes the client id into registration_client_uri as it is',
    source: 'panva/node-oidc-provider commit 500dfeb',
    hooks: {
      clientInformation(own, row, fresh) {
        const { registration_client_uri: uri, ...told } = own(row, fresh)
        return { ...told, ...(uri && { registration_client_uri: decodeURIComponent(uri) }) }
      },
    },
  },
  {
    name: 'token-outlives-client',
    does: 'deletes a client without its registration token, which goes on showing it',
    source: 'panva/node-oidc-provider#555',
    hooks: { remnant: (_own, row) => ({ ...row, status: 'revoked' }) },
  },
  {
    name: 'update-without-effect',
    does: 'shows the grants that an update gives a client, and goes on with those of its registration',
    source: 'keycloak/keycloak#44257',
    hooks: {
      replaced: (own, after, before) => ({
        ...own(after, before),
        grants: before.grants ?? before.metadata.grant_types ?? [],
      }),
    },
  },
  {
    name: '500-on-bad-body',
    does: 'answers 500 to a registration whose body is empty or no JSON',
    source: 'akutishevsky/withings-mcp#23; pump-io/pump.io#690; GluuFederation/oxAuth#683',
    hooks: {
      acceptMetadata(own, body, bounds) {
        if (typeof body !== 'object' || body === null) throw new TypeError('the body is no object')
        return own(body, bounds)
      },
    },
  },
]

/** Refuses a registration that lacks a member. */
function requiring(member: string, words: string): NonNullable<Quirk['hooks']['acceptMetadata']> {
  return (own: CurityHooks['acceptMetadata'], body, bounds) => {
    if ((body as Record<string, unknown> | null)?.[member] !== undefined) return own(body, bounds)
    throw invalidClientMetadata(words)
  }
}
