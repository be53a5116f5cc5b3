import type { Plugin } from 'rolldown'

/**
 * Lets Fastify's router compare the prefixes of its nodes without generating a function for each. Its generated functions pay
 * off after some ten thousand requests; a start with three hundred routes pays for them before the first.
 */
export const routerPrefixes: Plugin = {
  name: 'router-prefixes',
  transform: {
    filter: { id: /find-my-way[\\/]lib[\\/]node\.js$/ },
    handler(code) {
      const changed = code.replace(/(LONG_PREFIX_MIN_LENGTH = )\d+/, '$12')
      if (changed === code)
        throw new Error('find-my-way has no LONG_PREFIX_MIN_LENGTH any more: see tools/router-prefixes.ts')
      return changed
    },
  },
}
