import type { Plugin } from 'rolldown'

/** What is put instead of what, by the file of find-my-way. */
const changes: Record<string, [string, string][]> = {
  // Compares the prefixes of nodes without a generated function for each.
  'node.js': [['LONG_PREFIX_MIN_LENGTH = 16', 'LONG_PREFIX_MIN_LENGTH = 2']],
  // Only "not found" is declared for every method: one tree serves them all.
  'index.js': [
    [
      'this.on(httpMethods, path, handler, store)',
      `this.on('GET', path, handler, store)
      for (const method of httpMethods) this.trees[method] = this.trees.GET`,
    ],
  ],
  'handler-storage.js': [
    // Routes whose parameters have the same names share the function that puts them into an object.
    ['this._compileCreateParamsObject(params)', 'parametersOf(this, params)'],
    [
      'module.exports = HandlerStorage',
      `const known = new Map()
      function parametersOf (storage, params) {
        const names = params.join()
        const made = known.get(names) || storage._compileCreateParamsObject(params)
        known.set(names, made)
        return made
      }
      module.exports = HandlerStorage`,
    ],
    // A choice by version or host is generated for the first request that needs it; ours have no such routes.
    [
      'this._compileGetHandlerMatchingConstraints(constrainer, constraints)',
      `this._getHandlerMatchingConstraints = (derived) => {
        this._compileGetHandlerMatchingConstraints(constrainer)
        return this._getHandlerMatchingConstraints(derived)
      }`,
    ],
  ],
}

/**
 * Lets Fastify's router start without generating code. Its generated functions pay off after some ten thousand requests; a start pays for
 * them before the first.
 */
export const routerStart: Plugin = {
  name: 'router-start',
  transform: {
    filter: { id: /find-my-way[\\/](index|lib[\\/](node|handler-storage))\.js$/ },
    handler(code, id) {
      const file = id.slice(id.search(/[^\\/]+$/))
      return (changes[file] ?? []).reduce((text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`find-my-way has no "${from}" any more: see tools/router-start.ts`)
        return text.replace(from, to)
      }, code)
    },
  },
}
