import { isBuiltin } from 'node:module'
import type { Plugin } from 'rolldown'

const prefix = '\0builtin:'

/**
 * Takes Node's own modules as CommonJS does. An `import … from 'node:http'` makes Node read every export of the module, and many
 * are getters that load further parts: its own copy of undici, readline, web streams. That was a tenth of a start.
 */
export const builtinModules: Plugin = {
  name: 'builtin-modules',
  resolveId(id) {
    // The bundler's own runtime needs `node:module` before it can run CommonJS.
    if (!isBuiltin(id) || id === 'node:module') return null
    return { id: `${prefix}${id.replace(/^node:/, '')}`, moduleSideEffects: false }
  },
  load(id) {
    if (!id.startsWith(prefix)) return null
    const code = `module.exports = process.getBuiltinModule('node:${id.slice(prefix.length)}')`
    return { code, moduleType: 'js' }
  },
}
