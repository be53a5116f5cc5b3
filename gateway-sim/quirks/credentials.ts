import type { Basic } from '../auth/basic.ts'
import { noColon } from '../auth/credential-reasons.ts'
import type { Quirk } from './hook-points.ts'

/** How callers' credentials are read. */
export const credentialQuirks: readonly Quirk[] = [
  {
    name: 'split-all-colons',
    does: 'parts a Basic pair at every colon, so that a secret with a colon is cut short',
    source: 'Kong/kong#2986; apache/apisix#13835',
    hooks: {
      splitPair: (own, text): Basic => own(text.split(':').slice(0, 2).join(':')),
    },
  },
  {
    name: 'basic-needs-password',
    does: 'takes a Basic pair with an empty secret for none, unless the colon is left out too',
    source: 'Kong/kong#3286',
    hooks: {
      splitPair(own, text) {
        if (!text.includes(':')) return { pair: { id: text, secret: '' } }
        return text.endsWith(':') ? { absent: noColon() } : own(text)
      },
    },
  },
  {
    name: 'ace-anonymous',
    does: 'lets callers without a good credential in where the strategy has the unsupported field anonymous',
    source: 'Kong ACE changelog 3.13.0.0, 3.12.0.3',
    fixedIn: ['3.12.0.3', '3.13.0.0'],
    hooks: { admitsStranger: (own, anonymous) => anonymous !== undefined || own(anonymous) },
  },
  {
    name: 'nested-claims-broken',
    does: 'finds nothing at a claim path of more than one step',
    source: 'Kong openid-connect known issue 3.14.0.0',
    since: '3.14.0.0',
    fixedIn: ['3.14.0.1'],
    hooks: {
      claimAt: (own, claims, path) => (path.length > 1 ? undefined : own(claims, path)),
    },
  },
]
