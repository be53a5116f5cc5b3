import type { Quirk } from './hook-points.ts'

/** The quirks that come with Konnect: public bug reports about products that play its part. Loaded when somebody asks for one. */
export const knownQuirks: readonly Quirk[] = [
  {
    name: 'no-idp-delete',
    does: 'deletes an application without deleting its client at the identity provider',
    source: 'gravitee-io/issues#2369; wso2/product-apim#11085',
    hooks: { removeClient: async () => undefined },
  },
]
