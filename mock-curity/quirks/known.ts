import type { Quirk } from './hook-points.ts'

/** The quirks that come with the identity server: public bug reports about servers that play its part. Loaded when somebody asks for one. */
export const knownQuirks: readonly Quirk[] = [
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
