import { asClientId, valueAt } from '../auth/claim-path.ts'
import { type DecodedJwt, decodeJwt } from '../auth/jwt.ts'
import { secondsOf } from '../auth/token-times.ts'
import { unexpected } from '../errors.ts'
import { pluginFailed } from '../reasons.ts'
import type { Quirk } from './hook-points.ts'

/** How tokens are asked for, kept and judged. */
export const tokenQuirks: readonly Quirk[] = [
  {
    name: 'redirect-uri-all-grants',
    does: 'sends redirect_uri with every grant, client_credentials too',
    source: 'Kong openid-connect changelog 3.14.0.7, 3.13.0.10, 3.12.0.11',
    fixedIn: ['3.12.0.11', '3.13.0.10', '3.14.0.7'],
    hooks: {
      tokenRequest(own, asked) {
        const redirect = ['redirect_uri', 'https://gateway.example/callback'] as const
        return own({ ...asked, extraArguments: [...asked.extraArguments, redirect] })
      },
    },
  },
  {
    name: 'cache-nonpositive-expiry',
    does: 'keeps a token whose expires_in is 0 or less for ever',
    source: 'Kong openid-connect changelog 3.15.0.1, 3.14.0.8',
    fixedIn: ['3.14.0.8', '3.15.0.1'],
    hooks: {
      tokenCacheSeconds: (own, expiresIn, bounds) =>
        expiresIn !== undefined && expiresIn <= 0 ? Number.POSITIVE_INFINITY : own(expiresIn, bounds),
    },
  },
  {
    name: 'cache-key-without-config-scopes',
    does: 'leaves the configured scopes out of the cache key, so that a token of one route serves another',
    source: 'Kong openid-connect changelog 3.9.0.0',
    fixedIn: ['3.9.0.0'],
    hooks: {
      tokenCacheKey: (own, secret, settings) => own(secret, { ...settings, scope: '' }),
    },
  },
  {
    name: 'stale-now',
    does: 'judges whether a token is over by a clock that is read once a minute',
    source: 'Kong openid-connect changelog 3.6.0.0, 3.5.0.2, 3.4.3.1',
    fixedIn: ['3.4.3.1', '3.5.0.2', '3.6.0.0'],
    hooks: {
      tokenTime(own, claims) {
        const now = own(claims)
        // It was read when the token was issued at the latest: a fresh one has begun.
        const issued = Math.min((secondsOf(claims.iat) ?? 0) * 1000, now)
        return Math.max(Math.floor(now / 60_000) * 60_000, issued)
      },
    },
  },
  {
    name: 'nonnumeric-time',
    does: 'knows no time that stands as text in a claim',
    source: 'Kong openid-connect changelog 3.13.0.0',
    fixedIn: ['3.13.0.0'],
    hooks: {
      timeClaim: (own, value) => (typeof value === 'string' ? undefined : own(value)),
    },
  },
  {
    name: 'malformed-jwt-500',
    does: 'fails with 500 at a token that has no dots',
    source: 'Kong JWT plugin changelog 3.14.0.2',
    since: '3.14.0.0',
    fixedIn: ['3.14.0.2'],
    hooks: {
      readJwt(own, value) {
        if (!value.includes('.')) throw unexpected(pluginFailed('a token without dots'))
        return own(value)
      },
    },
  },
  {
    name: 'iss-error-unspecific',
    does: 'says of a token of another issuer neither which kind it is nor which issuer was expected',
    source: 'Kong openid-connect changelog 3.13.0.0',
    fixedIn: ['3.13.0.0'],
    hooks: {
      issuerWords: (_own, { issuer }) => `invalid issuer (${issuer}) was specified for access token`,
    },
  },
  {
    name: 'at-jwt-refused',
    does: 'takes no token whose JOSE header says typ at+jwt',
    source: 'spring-projects/spring-security#13185, #9900; jpadilla/pyjwt#760',
    hooks: {
      readJwt: (own, value) => typed(own(value), (typ) => typ !== 'at+jwt'),
    },
  },
  {
    name: 'at-jwt-only',
    does: 'takes only tokens whose JOSE header says typ at+jwt, as RFC 9068 section 4 has it: no id token passes for an access token',
    source: 'RFC 9068 section 4; WSO2 carbon-apimgt#12485',
    hooks: {
      readJwt: (own, value) => typed(own(value), (typ) => typ === 'at+jwt'),
    },
  },
  {
    name: 'id-token-first',
    does: 'reads credential_claim of the id token where there is one, and headers of the access token',
    source: 'Kong openid-connect changelog 3.15.0.0, 3.14.0.7, 3.13.0.7',
    fixedIn: ['3.13.0.7', '3.14.0.7', '3.15.0.0'],
    hooks: {
      clientId(own, token, claim) {
        const jwt = token.idToken === undefined ? 'none' : decodeJwt(token.idToken)
        return typeof jwt === 'string' ? own(token, claim) : asClientId(valueAt(jwt.claims, claim))
      },
    },
  },
]

/** The token, unless its `typ` is not taken (RFC 9068 section 2.1 allows the media type in full). */
function typed(jwt: DecodedJwt | string, takes: (typ: string) => boolean): DecodedJwt | string {
  if (typeof jwt === 'string') return jwt
  const typ = String(jwt.header.typ ?? 'none')
    .toLowerCase()
    .replace(/^application\//, '')
  return takes(typ) ? jwt : `of typ ${typ}`
}
