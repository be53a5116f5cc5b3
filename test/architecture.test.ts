import { expect, test } from 'vitest'
import { cycles } from './architecture/cycles.ts'
import { type Import, lineOf, type SourceFile, sourceTree, visit } from './architecture/source-tree.ts'

const files = sourceTree()
const product = files.filter(({ part }) => part !== 'test' && part !== 'tools')

/** What the files of a folder may import of ours, besides their own folder. */
const mayImport: Record<string, readonly string[]> = {
  kit: [],
  'mock-curity': ['kit'],
  'mock-konnect': ['kit'],
  'gateway-sim': ['kit'],
  harness: ['mock-curity', 'mock-konnect', 'gateway-sim', 'kit'],
  scenarios: ['harness', 'kit'],
  test: ['scenarios', 'harness', 'mock-curity', 'mock-konnect', 'gateway-sim', 'kit', 'tools'],
  tools: ['kit'],
}

/** Each import of `among` that `wrong` objects to, as `file:line imports what`. */
const importsThat = (among: readonly SourceFile[], wrong: (what: Import, file: SourceFile) => boolean): string[] =>
  among.flatMap((file) =>
    file.imports
      .filter((what) => wrong(what, file))
      .map((what) => `${file.path}:${what.line} imports ${what.specifier}`),
  )

/** Collects places in `file` as `file:line what`. */
function places(file: SourceFile) {
  const found: string[] = []
  return { found, at: (start: number, what: string) => found.push(`${file.path}:${lineOf(file, start)} ${what}`) }
}

test('imports run one way: test, scenarios, harness, servers, kit; and servers never import each other', () => {
  const against = importsThat(files, ({ file }, { part }) => {
    const target = file?.split('/')[0]
    if (target === undefined || target === part || file === 'package.json') return false
    return !mayImport[part]?.includes(target)
  })
  expect(against).toEqual([])
})

test("Konnect's two APIs do not know each other, and what lies below them knows neither", () => {
  const apis = /^mock-konnect\/(admin|portal)-api\//
  const above = /^mock-konnect\/(app\.ts|admin-pages\/|portal-pages\/)/
  const konnect = files.filter(({ part, path }) => part === 'mock-konnect' && !above.test(path))
  const sideOf = (path = '') => apis.exec(path)?.[0]
  const against = importsThat(konnect, ({ file }, { path }) => apis.test(file ?? '') && sideOf(file) !== sideOf(path))
  expect(against).toEqual([])
})

test('imports of our own files name the file, with its ending', () => {
  expect(
    importsThat(files, ({ specifier }) => specifier.startsWith('.') && !/\.(ts|json|mjs)$/.test(specifier)),
  ).toEqual([])
})

test('no file imports itself by way of others, types aside', () => {
  expect(cycles(files)).toEqual([])
})

test('a main.ts is a program: nothing imports it', () => {
  expect(importsThat(files, ({ file }) => file?.endsWith('/main.ts') ?? false)).toEqual([])
})

test('oidc-provider belongs to mock-curity, and is loaded on first use', () => {
  const named = ({ specifier }: Import) => specifier === 'oidc-provider' || specifier.startsWith('oidc-provider/')
  const elsewhere = importsThat(product, (what, { part }) => named(what) && part !== 'mock-curity')
  const atStart = importsThat(product, (what) => named(what) && what.kind === 'value')
  expect([...elsewhere, ...atStart]).toEqual([])
})

test('the product imports only what its package.json installs for users', async () => {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } })
  const installed = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies)]
  const missing = importsThat(product, ({ specifier, file }) => {
    if (file !== undefined || specifier.startsWith('node:')) return false
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')
    return name !== manifest.name && !installed.includes(name)
  })
  expect(missing).toEqual([])
})

test('no file is longer than 250 lines', () => {
  const long = files.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path} has ${lines} lines`)
  expect(long).toEqual([])
})

test('files are named in kebab-case after what they hold', () => {
  const vague = /^(utils?|helpers?|types?|index)\.ts$/
  const odd = files.filter(({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.config)?\.ts$/.test(name) || vague.test(name)
  })
  expect(odd.map(({ path }) => path)).toEqual([])
})

test('outside kit, time and chance come from the injected Clock and Ids', () => {
  const chance = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'])
  const found = product
    .filter(({ part }) => part !== 'kit')
    .flatMap((file) => {
      const { found, at } = places(file)
      visit(file, {
        MemberExpression({ object, property, start }) {
          const name = `${(object as { name?: string }).name}.${(property as { name?: string }).name}`
          if (name === 'Date.now' || name === 'Math.random') at(start, name)
        },
        NewExpression({ callee, arguments: given, start }) {
          if ((callee as { name?: string }).name === 'Date' && given.length === 0) at(start, 'new Date()')
        },
        CallExpression({ callee, start }) {
          if ((callee as { name?: string }).name === 'Date') at(start, 'Date()')
        },
        Identifier({ name, start }) {
          if (chance.has(name)) at(start, name)
        },
      })
      return found
    })
  expect(found).toEqual([])
})

test('only programs read the environment', () => {
  const allowed = ({ path }: SourceFile) =>
    path.endsWith('/main.ts') || path === 'kit/settings.ts' || path.startsWith('harness/cli/')
  const found = product
    .filter((file) => !allowed(file))
    .flatMap((file) => {
      const { found, at } = places(file)
      visit(file, {
        MemberExpression({ object, property, start }) {
          const name = `${(object as { name?: string }).name}.${(property as { name?: string }).name}`
          if (name === 'process.env') at(start, name)
        },
        ImportSpecifier({ imported, start }) {
          if ((imported as { name?: string }).name === 'env') at(start, 'imports env')
        },
      })
      return found
    })
  expect(found).toEqual([])
})

test('nothing is exported by default, scenarios and configurations excepted', () => {
  const found = files
    .filter(({ part, path }) => part !== 'scenarios' && !path.endsWith('.config.ts'))
    .flatMap((file) => {
      const { found, at } = places(file)
      visit(file, { ExportDefaultDeclaration: ({ start }) => at(start, 'export default') })
      return found
    })
  expect(found).toEqual([])
})

test('a file exports what it holds: only the public face of the package passes on what others hold', () => {
  const barrels = product.filter(({ path, parsed: { program } }) => {
    const passes = program.body.every((node) => 'source' in node && node.source !== null)
    return passes && program.body.length > 0 && path !== 'harness/public.ts'
  })
  expect(barrels.map(({ path }) => path)).toEqual([])
})

test('no `any`, no switched-off type check, no test that runs alone or not at all', () => {
  const found = files.flatMap((file) => {
    const { found, at } = places(file)
    for (const { value, start } of file.parsed.comments) {
      if (/^\s*@ts-(ignore|nocheck)/.test(value)) at(start, value.trim())
    }
    visit(file, {
      TSAnyKeyword: ({ start }) => at(start, 'any'),
      CallExpression({ callee, start }) {
        const called = file.text.slice(callee.start, callee.end)
        if (file.part === 'test' && /^(test|it|describe|bench)\.(only|skip|todo)$/.test(called)) at(start, called)
      },
    })
    return found
  })
  expect(found).toEqual([])
})

test('a module keeps no state: nothing at its top changes', () => {
  const modules = files.filter(({ path }) => !path.endsWith('.test.ts') && !path.endsWith('/main.ts'))
  const found = modules.flatMap((file) => {
    const { found, at } = places(file)
    for (const node of file.parsed.program.body) {
      const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : node
      if (declared?.type !== 'VariableDeclaration') continue
      if (declared.kind !== 'const') at(node.start, `${declared.kind} at the top of a module`)
      // What is empty can only be there to be filled.
      for (const { init, start } of declared.declarations)
        if (init && isEmptyContainer(init)) at(start, 'is empty, to be filled')
    }
    return found
  })
  expect(found).toEqual([])
})

function isEmptyContainer(init: { type: string }): boolean {
  const {
    type,
    elements,
    arguments: given,
    callee,
  } = init as Partial<
    Record<'elements' | 'arguments', readonly unknown[]> & { callee: { name?: string }; type: string }
  > // which of these a node has depends on its type
  if (type === 'ArrayExpression') return elements?.length === 0
  return type === 'NewExpression' && given?.length === 0 && ['Map', 'Set'].includes(callee?.name ?? '')
}

test('what only this workplace knows stands nowhere in the tree', () => {
  const machine = /\/work\/|\/tmp\/brief|bash_jobs/
  const shared = /\.\.\/shared/
  const found = files
    .filter(({ path }) => path !== 'test/architecture.test.ts')
    .filter(({ text, part }) => machine.test(text) || (part !== 'test' && shared.test(text)))
  expect(found.map(({ path }) => path)).toEqual([])
})
