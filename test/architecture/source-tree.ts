import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { type ParseResult, parseSync, Visitor, type VisitorObject } from 'rolldown/utils'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** One import of a file, as it is written and as it resolves. */
export interface Import {
  /** As written: `./ids.ts`, `node:crypto`, `fastify`. */
  specifier: string
  /** The file of ours that it names, from the root; undefined for packages. */
  file: string | undefined
  kind: 'value' | 'type' | 'dynamic'
  line: number
}

export interface SourceFile {
  /** From the root, with `/`: `kit/ids.ts`. */
  path: string
  /** The first folder: `kit`, `test`. */
  part: string
  text: string
  lines: number
  parsed: ParseResult
  imports: Import[]
}

export const parts = ['kit', 'mock-curity', 'mock-konnect', 'gateway-sim', 'harness', 'scenarios', 'test', 'tools']

/** Every TypeScript file of ours, parsed. */
export function sourceTree(): SourceFile[] {
  return globSync(
    parts.map((part) => `${part}/**/*.ts`),
    { cwd: root, exclude: ['**/node_modules/**'] },
  )
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map(sourceFile)
}

function sourceFile(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const parsed = parseSync(path, text)
  const bare = { path, part: path.split('/')[0] ?? '', text, lines: text.trimEnd().split('\n').length, parsed }
  return { ...bare, imports: importsOf(bare) }
}

/** Where `offset` stands, for a message. */
export const lineOf = ({ text }: Pick<SourceFile, 'text'>, offset: number): number =>
  text.slice(0, offset).split('\n').length

/** Walks the syntax of `file`. */
export function visit(file: Pick<SourceFile, 'parsed'>, visitor: VisitorObject): void {
  new Visitor(visitor).visit(file.parsed.program)
}

function importsOf(file: Omit<SourceFile, 'imports'>): Import[] {
  const found: Import[] = []
  const add = (source: unknown, kind: Import['kind'], start: number) => {
    const { value } = source as { value?: unknown } // a literal, or an expression that has no value to look at
    if (typeof value !== 'string') return
    found.push({ specifier: value, file: resolved(file.path, value), kind, line: lineOf(file, start) })
  }
  visit(file, {
    ImportDeclaration: ({ source, importKind, start }) => add(source, importKind === 'type' ? 'type' : 'value', start),
    ExportNamedDeclaration: ({ source, exportKind, start }) =>
      source && add(source, exportKind === 'type' ? 'type' : 'value', start),
    ExportAllDeclaration: ({ source, exportKind, start }) =>
      add(source, exportKind === 'type' ? 'type' : 'value', start),
    ImportExpression: ({ source, start }) => add(source, 'dynamic', start),
    TSImportType: ({ source, start }) => add(source, 'type', start),
  })
  return found
}

function resolved(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? join(dirname(from), specifier) : undefined
}
