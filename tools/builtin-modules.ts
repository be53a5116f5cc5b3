import { isBuiltin } from 'node:module'
import type { Plugin } from 'rolldown'

const prefix = '\0builtin:'

/**
 * Modules that libraries load to be prepared, and that cost a start more than the rest of Node together. Nothing here speaks
 * HTTP/2, and undici copes with a Node without it; `https` is there for whoever uses a member of it; `assert` for whoever is wrong.
 */
const instead: Record<string, string> = {
  http2: 'module.exports = { constants: {} }',
  https: `module.exports = { ${membersOnUse('https')} }`,
  assert: `
    const holds = (value, message) => { if (!value) ${load('assert')}(value, message) }
    module.exports = Object.defineProperties(holds, Object.getOwnPropertyDescriptors({ ${membersOnUse('assert', 'ok')}, ok: holds }))`,
}

/**
 * Takes Node's own modules as CommonJS does. An `import … from 'node:http'` makes Node read every export of the module, and many
 * are getters that load further parts: its own copy of undici, readline, web streams. That was a tenth of a start.
 */
export const builtinModules: Plugin = {
  name: 'builtin-modules',
  resolveId(id, _importer, { kind }) {
    // The bundler's own runtime needs `node:module` before it can run CommonJS.
    if (!isBuiltin(id) || id === 'node:module') return null
    const name = id.replace(/^node:/, '')
    return { id: `${prefix}${kind === 'import-statement' ? 'import' : 'require'}:${name}`, moduleSideEffects: false }
  },
  load(id) {
    if (!id.startsWith(prefix)) return null
    const [kind, name = ''] = id.slice(prefix.length).split(/:(.*)/s)
    return {
      code: kind === 'require' ? (instead[name] ?? `module.exports = ${load(name)}`) : exportsOf(name),
      moduleType: 'js',
    }
  },
}

function load(name: string): string {
  return `process.getBuiltinModule('node:${name}')`
}

/** The members of a module as exports, of which the bundler keeps those that are imported. */
function exportsOf(name: string): string {
  const members = Object.keys(process.getBuiltinModule(`node:${name}`) as object).filter(
    (member) => member !== 'default',
  )
  const lines = members.map(
    (member, at) => `const m${at} = /* @__PURE__ */ (() => whole.${member})(); export { m${at} as ${member} }`,
  )
  return [`const whole = /* @__PURE__ */ ${load(name)}`, ...lines, 'export default whole'].join('\n')
}

/** The members of a module, without those named, as getters that load it. */
function membersOnUse(name: string, ...without: string[]): string {
  const members = Object.keys(process.getBuiltinModule(`node:${name}`) as object).filter(
    (member) => !without.includes(member),
  )
  return members.map((member) => `get ${member}() { return ${load(name)}.${member} }`).join(', ')
}
