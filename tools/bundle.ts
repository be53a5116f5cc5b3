import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { builtinModules } from './builtin-modules.ts'
import { routerStart } from './router-start.ts'
import { schemaStart } from './schema-start.ts'

const entries = {
  public: 'harness/public.ts',
  vitest: 'harness/vitest.ts',
  testcontainers: 'harness/testcontainers.ts',
  cli: 'harness/cli/main.ts',
  curity: 'mock-curity/main.ts',
  konnect: 'mock-konnect/main.ts',
  gateway: 'gateway-sim/main.ts',
}

/**
 * Bundles every program of the tree that exists into `dist/`, with its dependencies: a start then opens a dozen files where it
 * would resolve and read eight hundred. What two programs share, and what is only imported on use (`oidc-provider`), gets a
 * chunk of its own, so that each module stands once in the package and keeps its identity.
 * @returns the files that went in, as absolute paths
 * @throws Error when an import leads nowhere
 */
export async function bundle(root: string): Promise<string[]> {
  const build = await rolldown({
    cwd: root,
    platform: 'node',
    // The user's own, whose tests ours become.
    external: ['vitest', 'testcontainers'],
    resolve: { alias: slim(root) },
    plugins: [builtinModules, routerStart, schemaStart],
    // What undici asks for to leave its second parser out, 170 kB that a start would read for nothing.
    transform: { define: { esbuildDetection: 'true' } },
    input: { ...existing(root, entries), ...scenarios(root) },
    onLog(level, log, handle) {
      // What the libraries do in their own files is not ours to mend. In ours a warning is an import that names nothing: the
      // bundle would be written, and fail when it is used.
      const ours = !log.id?.includes('node_modules') && !log.message.includes('node_modules')
      if (ours || log.code === 'UNRESOLVED_IMPORT') handle(level === 'warn' ? 'error' : level, log)
    },
  })
  const { output } = await build.write({
    dir: join(root, 'dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: false,
    // With short names V8 reads a fifth less, and a start takes a twentieth less; the names of functions and classes stay, as some are told.
    minify: { compress: false, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
    // Shared with oidc-provider, jose would otherwise land in its chunk, and every start would run all of it.
    codeSplitting: {
      groups: [
        { name: 'jose', test: /node_modules[\\/]jose[\\/]/ },
        // What a world loads on its way to the first answer, with all that it imports: one file in place of a hundred.
        { name: 'world', test: firstFlow },
      ],
    },
  })
  for (const part of output)
    if (part.type === 'chunk') writeFileSync(join(root, 'dist', part.fileName), ascii(part.code))
  await build.close()
  return output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
}

/**
 * The same program in ASCII. One character beyond Latin-1 makes V8 keep a whole file with two bytes a character, and read it so at
 * every start.
 */
const ascii = (code: string): string =>
  code.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The servers, the drivers, and the parts of servers that the demo's first flow makes. */
const firstFlow = /[\\/](harness[\\/](servers|world)|mock-konnect[\\/](portal-api[\\/]portal-api|dcr[\\/]curity))\.ts$/

/** Modules that the bundle replaces by the part of them that is used. */
const slim = (root: string): Record<string, string> => ({
  pino$: join(root, 'tools/slim/pino.cjs'),
  undici$: join(root, 'tools/slim/undici.cjs'),
  semver$: join(root, 'tools/slim/semver.cjs'),
  '@fastify/ajv-compiler$': join(root, 'tools/slim/fastify-compilers.cjs'),
  '@fastify/fast-json-stringify-compiler$': join(root, 'tools/slim/fastify-compilers.cjs'),
})

function existing(root: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([, file]) => existsSync(join(root, file))))
}

/** Each scenario is a program of its own: the command line imports them by path. The steps they share become chunks. */
function scenarios(root: string): Record<string, string> {
  const files = globSync('scenarios/**/*.ts', { cwd: root }).sort()
  const whole = files.filter((file) => /^export default /m.test(readFileSync(join(root, file), 'utf8')))
  return Object.fromEntries(whole.map((file) => [file.replace(/\.ts$/, ''), file]))
}
