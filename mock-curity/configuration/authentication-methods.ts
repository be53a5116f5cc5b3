import type { ProfileAuthentication } from './authentication-schema.ts'
import { section } from './leaf.ts'

/** How clients of the profile may authenticate (`curity.md` 6). */
export interface AuthenticationMethods {
  secrets: boolean
  publicClients: boolean
  /** Algorithms of assertions that are signed by a client's own key; empty: this method is off. */
  asymmetric: readonly string[]
  /** Algorithms of assertions that are signed by a shared key. */
  symmetric: readonly string[]
  /** Assertions of other servers; undefined: none are taken. */
  foreign: ForeignAssertions | undefined
  mutualTls: boolean
  /** The header in which a proxy in front hands on the certificate that it was shown, in lower case. */
  certificateHeader: string | undefined
}

/** How assertions of other servers are taken (`using-jwt`). */
export interface ForeignAssertions {
  algorithms: readonly string[]
  /** Client ids by the subject that another server has for them; a subject that is not among them is the client id itself. */
  clients: ReadonlyMap<string, string>
}

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const symmetric = ['HS256', 'HS384', 'HS512']

/** Secrets are on and all else is off unless it is said. A method without a list of algorithms takes all of its kind. */
export function authenticationMethods(given: ProfileAuthentication = {}): AuthenticationMethods {
  const byKey = section(given['asymmetrically-signed-jwt'])
  const byShared = section(given['symmetrically-signed-jwt'])
  const usingJwt = section(given['using-jwt'])
  const mutualTls = section(given['mutual-tls'])
  return {
    secrets: given['basic-and-form-post'] ?? true,
    publicClients: given['no-authentication'] ?? false,
    asymmetric: byKey ? (byKey['signature-algorithm'] ?? asymmetric) : [],
    symmetric: byShared ? (byShared['signature-algorithm'] ?? symmetric) : [],
    foreign: usingJwt && {
      algorithms: byKey?.['signature-algorithm'] ?? asymmetric,
      clients: new Map(usingJwt['client-id-mappings']?.map(({ sub, 'client-id': id }) => [sub, id])),
    },
    mutualTls: mutualTls !== undefined,
    certificateHeader: mutualTls?.['by-proxy']?.['client-certificate-http-header'].toLowerCase(),
  }
}

/** The names that clients know these methods by (RFC 7591 §2), secrets first in the order of the product (`curity.md` 1.4). */
export const methodNames = (methods: AuthenticationMethods): string[] => [
  ...(methods.secrets ? ['client_secret_post', 'client_secret_basic'] : []),
  ...(methods.asymmetric.length > 0 ? ['private_key_jwt'] : []),
  ...(methods.symmetric.length > 0 ? ['client_secret_jwt'] : []),
  ...(methods.mutualTls ? ['tls_client_auth'] : []),
  ...(methods.publicClients ? ['none'] : []),
]
