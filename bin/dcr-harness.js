#!/usr/bin/env node
// Plain JavaScript that Node 18 can read: an older Node must get as far as the complaint below.
const oldest = [22, 18]
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(
    `dcr-harness: needs Node.js ${oldest.join('.')} or newer, and this is ${process.version}. ` +
      'In a clone, after `npm ci`, `npm start` and `npx dcr-harness` bring their own.',
  )
  process.exitCode = 2
} else {
  // An import of `node:fs` would read each of its exports, and with them load streams, watchers and promises: 10 ms of a start.
  const { existsSync } = process.getBuiltinModule('node:fs')
  const module = process.getBuiltinModule('node:module')

  // Half of a cold start is compiling. Node keeps what it compiled, by version and user, and checks it against the file. A folder
  // that cannot be made only costs that time; NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE go before ours.
  module.enableCompileCache(cacheFolder())

  // In a clone the sources themselves run, so that what was just edited is what runs. Under node_modules Node strips no types,
  // and there are no sources: there the bundle runs.
  const either = (source, bundle) => [source, bundle].map((file) => new URL(file, import.meta.url)).find(existsSync)
  if (process.argv[2] === 'run') {
    const face = either('../harness/public.ts', '../dist/public.js')
    module.registerHooks({ resolve: namedFrom(face), load: typescriptAsModules })
  }
  const { main } = await import(either('../harness/cli/main.ts', '../dist/cli.js'))
  await main(process.argv)
}

/** A scenario lies anywhere, in no package at all: what it imports by our name is the program that runs it. */
function namedFrom(face) {
  return (specifier, context, next) =>
    specifier === 'dcr-harness' ? { url: face.href, shortCircuit: true } : next(specifier, context)
}

/** A scenario of the user's is a module, also where `npm init` wrote "type": "commonjs" or nothing into package.json. */
function typescriptAsModules(url, context, next) {
  const ours = url.startsWith('file:') && url.endsWith('.ts') && !url.includes('/node_modules/')
  return next(url, ours ? { ...context, format: 'module-typescript' } : context)
}

function cacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const { join } = process.getBuiltinModule('node:path')
  const own = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'))
  return join(own || process.getBuiltinModule('node:os').tmpdir(), 'dcr-harness')
}
