/** Below which path the authorization servers of Kong Identity answer; the product gives each a host of its own. */
export const identityPath = '/identity'

/** The addresses of one authorization server (`konnect.md` 8, 11.2). Ours are paths of one listener, their ends are the product's. */
export interface AuthServerAddresses {
  issuer: string
  metadata: string
  jwks: string
  /** `{issuer}/oauth/token`. */
  token: string
  /** Dynamic registration: `{issuer host}/oauth2/v1/clients`. */
  clients: string
}

export function authServerAddresses(baseUrl: string, authServerId: string): AuthServerAddresses {
  const host = `${baseUrl}${identityPath}/${authServerId}`
  const issuer = `${host}/auth`
  return {
    issuer,
    metadata: `${issuer}/.well-known/openid-configuration`,
    jwks: `${issuer}/.well-known/jwks`,
    token: `${issuer}/oauth/token`,
    clients: `${host}/oauth2/v1/clients`,
  }
}

/** The id of the authorization server of this server whose issuer, or metadata address, this is. */
export function authServerIdIn(url: string, baseUrl: string): string | undefined {
  const start = `${baseUrl}${identityPath}/`
  if (!url.startsWith(start)) return undefined
  const [id, auth] = url.slice(start.length).split('/')
  return id && auth === 'auth' ? id : undefined
}
