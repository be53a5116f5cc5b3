import { isBuiltin } from 'node:module'
import type { Plugin } from 'rolldown'

const prefix = '\0builtin:'

/**
 * Modules that libraries load to be prepared, and that cost a start more than the rest of Node together. Nothing here speaks
 * HTTP/2, and undici copes with a Node without it; `https` is there for whoever uses a member of it.
 */
const instead: Record<string, string> = {
  http2: 'module.exports = { constants: {} }',
  https: `module.exports = { ${membersOnUse('https')} }`,
}

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
    const name = id.slice(prefix.length)
    return { code: instead[name] ?? `module.exports = ${load(name)}`, moduleType: 'js' }
  },
}

function load(name: string): string {
  return `process.getBuiltinModule('node:${name}')`
}

/** The members of a module as getters that load it. */
function membersOnUse(name: string): string {
  const members = Object.keys(process.getBuiltinModule(name) as object)
  return members.map((member) => `get ${member}() { return ${load(name)}.${member} }`).join(', ')
}
