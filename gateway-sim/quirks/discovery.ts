import type { Quirk } from './hook-points.ts'

/** Kong's default `rediscovery_lifetime`. */
const usualWindow = 30
/** Longer than any run: for what was broken until a restart. */
const untilRestart = Number.POSITIVE_INFINITY

/** When an identity provider is asked again. */
export const discoveryQuirks: readonly Quirk[] = [
  {
    name: 'pseudo-issuer-ignored',
    does: 'discovers although using_pseudo_issuer is set',
    source: 'Kong openid-connect changelog 3.5.0.0, 3.4.2.0',
    fixedIn: ['3.4.2.0', '3.5.0.0'],
    hooks: { isPseudoIssuer: () => false },
  },
  {
    name: 'rediscovery-ignores-failure',
    does: 'waits the whole rediscovery_lifetime after a failed discovery too, not 5 seconds',
    source: 'Kong openid-connect changelog 3.8.0.0, 3.4.3.22',
    fixedIn: ['3.4.3.22', '3.8.0.0'],
    hooks: {
      rediscoverySeconds: (own, seconds, wait) =>
        wait.because === 'failed' ? (wait.window ?? usualWindow) : own(seconds, wait),
    },
  },
  {
    name: 'no-recover-after-boot-failure',
    does: 'never asks again an identity provider that was down when the node first asked',
    source: 'Kong openid-connect changelog 3.13.0.0, 3.12.0.1, 3.11.0.6, 3.10.0.7, 3.4.3.22',
    fixedIn: ['3.4.3.22', '3.10.0.7', '3.11.0.6', '3.12.0.1', '3.13.0.0'],
    hooks: {
      rediscoverySeconds: (own, seconds, wait) =>
        wait.because === 'failed' && !wait.known ? untilRestart : own(seconds, wait),
    },
  },
  {
    name: 'no-refetch-on-unknown-kid',
    does: 'does not fetch the keys again for a token whose kid it does not know',
    source: 'envoyproxy/gateway#4180; oidcproxydotnet/OidcProxy.Net#242',
    hooks: {
      rediscoverySeconds: (own, seconds, wait) => (wait.because === 'asked' ? untilRestart : own(seconds, wait)),
    },
  },
]
