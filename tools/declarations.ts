import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }

const faces = ['harness/public', 'harness/vitest', 'harness/testcontainers']

/**
 * Writes the types of the public face into `dist/types`, and of the rest only what they name. Emits without checking: that is
 * `npm run types`, and an install should not wait for it.
 * @throws Error when the compiler fails
 */
export function writeTypes(root: string): void {
  if (!faces.every((face) => existsSync(join(root, `${face}.ts`)))) return
  // Not `.bin/tsc`, which is a script of the shell's kind on Windows.
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const call = [compiler, '-p', join(root, 'tools/tsconfig.types.json')]
  const { status } = spawnSync(process.execPath, call, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`the compiler could not write the types (exit code ${status})`)
  const kept = new Set<string>()
  for (const face of faces) closure(join(root, `dist/types/${face}.d.ts`), kept)
  keepOnly(join(root, 'dist/types'), kept)
  for (const file of kept) writeFileSync(file, withoutLibraries(readFileSync(file, 'utf8')))
}

/** `file` and every declaration of ours that it names, directly or by way of others. */
function closure(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)\.ts["']/g)) {
    closure(join(dirname(file), `${specifier}.d.ts`), found)
  }
  return found
}

function keepOnly(folder: string, kept: ReadonlySet<string>): void {
  const all = globSync('**/*', { cwd: folder, withFileTypes: true })
  for (const file of all.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name)
    if (!kept.has(path)) rmSync(path)
  }
  const folders = all.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of folders.sort().reverse()) if (readdirSync(path).length === 0) rmdirSync(path)
}

const installedWithUs = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))

/**
 * Types of libraries that are bundled, and of Node, say `any` outside: whoever installs the package has no declarations of the
 * first, and may have none of the second. Only inner parts that quirks are handed name them.
 */
function withoutLibraries(declarations: string): string {
  // A `Buffer`, which needs no import, is one of these.
  return declarations
    .replaceAll(/\bBuffer(<\w+>)?/g, 'Uint8Array')
    .replace(/^import (?:type )?\{([^}]*)\} from ["']([^."'][^"']*)["'];$/gm, (line, names: string, library: string) =>
      installedWithUs.has(library) ? line : names.split(',').map(anything).join('\n'),
    )
}

/** `type Name` as it is imported, or `Name as Other`, with room for the arguments that it is given. */
function anything(imported: string): string {
  const name = imported
    .trim()
    .replace(/^type /, '')
    .split(' as ')
    .at(-1)
  return `type ${name}<_A = any, _B = any, _C = any, _D = any, _E = any, _F = any> = any;`
}
