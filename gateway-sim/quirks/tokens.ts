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
    does: 'judges the times of tokens by a clock that is read once a minute',
    source: 'Kong openid-connect changelog 3.6.0.0, 3.5.0.2, 3.4.3.1',
    fixedIn: ['3.4.3.1', '3.5.0.2', '3.6.0.0'],
    hooks: {
      tokenTime: (own) => Math.floor(own() / 60_000) * 60_000,
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
]
