import type { Quirk } from './hook-points.ts'

/** How the identity provider is asked about tokens, and how long its word counts. */
export const inspectionQuirks: readonly Quirk[] = [
  {
    name: 'introspect-always-post',
    does: 'sends client id and secret of an introspection in its form, whatever is configured',
    source: 'revomatico/kong-oidc#23',
    hooks: {
      clientAuth: (own, method, endpoint) =>
        own(endpoint === 'introspection' ? 'client_secret_post' : method, endpoint),
    },
  },
  {
    name: 'inactive-not-cached',
    does: 'does not keep that a token is no longer active, and so serves it on by what it kept before',
    source: 'Kong oauth2-introspection changelog 3.13.0.10, 3.12.0.11',
    fixedIn: ['3.12.0.11', '3.13.0.10'],
    hooks: {
      inspectionSeconds: () => Number.POSITIVE_INFINITY,
    },
  },
  {
    name: 'neg-ttl-wrong',
    does: 'keeps for cache_ttl, not for cache_ttl_neg, that a token is no good',
    source: 'Kong openid-connect changelog 2.8.0.0',
    fixedIn: ['2.8.0.0'],
    hooks: {
      negativeSeconds: (own, settings) => own({ ...settings, ttlNegative: settings.ttlNegative && settings.ttl }),
    },
  },
]
