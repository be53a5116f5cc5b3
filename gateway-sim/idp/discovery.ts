import * as reasons from '../auth/credential-reasons.ts'
import { type IdpClients, type IdpConnection, parseObject, textOf } from './http.ts'
import { idpFailure } from './refusal.ts'

/** What the identity provider says about itself (OpenID Connect Discovery 1.0 section 4.2), as far as it is needed here. */
export interface Discovered {
  issuer: string
  tokenEndpoint?: string | undefined
  jwksUri?: string | undefined
  introspectionEndpoint?: string | undefined
  userinfoEndpoint?: string | undefined
  authorizationEndpoint?: string | undefined
  endSessionEndpoint?: string | undefined
  revocationEndpoint?: string | undefined
  /** Empty when it does not say. */
  clientAuthMethods: readonly string[]
}

const wellKnown = '/.well-known/openid-configuration'

/** The discovery document of an issuer that is given with or without the well-known path (gateway.md 7, `issuer`). */
export const discoveryUrlOf = (issuer: string): string =>
  issuer.includes('/.well-known/') ? issuer : `${issuer.replace(/\/$/, '')}${wellKnown}`

/** Fetches and reads the discovery document. @throws CredentialRefused when it cannot be had or is none */
export async function discover(
  clients: IdpClients,
  connection: IdpConnection,
  { issuer, headers = {} }: { issuer: string; headers?: Record<string, string> },
): Promise<Discovered> {
  const url = discoveryUrlOf(issuer)
  const { status, text } = await clients.send(connection, {
    method: 'GET',
    url,
    headers: { accept: 'application/json', ...headers },
  })
  if (status >= 500) throw idpFailure(reasons.idpFailed(url, status))
  if (status < 200 || status > 299) throw idpFailure(reasons.notAnIssuer(url, `it answers ${status}`))
  const document = parseObject(text)
  if (!document) throw idpFailure(reasons.notAnIssuer(url, 'the answer is not a JSON object'))
  const named = textOf(document.issuer)
  if (named === undefined) throw idpFailure(reasons.notAnIssuer(url, 'it names no issuer'))
  const methods = document.token_endpoint_auth_methods_supported
  return {
    issuer: named,
    tokenEndpoint: textOf(document.token_endpoint),
    jwksUri: textOf(document.jwks_uri),
    introspectionEndpoint: textOf(document.introspection_endpoint),
    userinfoEndpoint: textOf(document.userinfo_endpoint),
    authorizationEndpoint: textOf(document.authorization_endpoint),
    endSessionEndpoint: textOf(document.end_session_endpoint),
    revocationEndpoint: textOf(document.revocation_endpoint),
    clientAuthMethods: Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : [],
  }
}
