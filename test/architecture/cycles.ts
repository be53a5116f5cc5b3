import type { SourceFile } from './source-tree.ts'

/** Every circle of imports in which a value is imported, as `a.ts → b.ts → a.ts`; each circle once. */
export function cycles(files: readonly SourceFile[]): string[] {
  const next = new Map(files.map(({ path, imports }) => [path, imports.flatMap(importedValue)]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]) => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push([...trail.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const target of next.get(path) ?? []) walk(target, [...trail, path])
    done.add(path)
  }
  for (const path of next.keys()) walk(path, [])
  return found
}

function importedValue({ file, kind }: SourceFile['imports'][number]): string[] {
  return file !== undefined && kind === 'value' ? [file] : []
}
