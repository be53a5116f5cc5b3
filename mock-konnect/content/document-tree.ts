import type { Document } from '../model/document.ts'

/** A page with the pages below it. */
export type Branch<Shown> = Shown & { children: Branch<Shown>[] }

/** Pages as a tree, each shown by `view`. A page whose parent is not among them stands at the top. */
export function treeOf<Shown>(rows: readonly Document[], view: (row: Document) => Shown): Branch<Shown>[] {
  const ids = new Set(rows.map(({ id }) => id))
  const below = (parent: string | null): Branch<Shown>[] =>
    rows
      .filter((row) => (parent === null ? isTop(row, ids) : row.parent_document_id === parent))
      .map((row) => ({ ...view(row), children: below(row.id) }))
  return below(null)
}

const isTop = ({ parent_document_id: parent }: Document, ids: ReadonlySet<string>) =>
  parent === null || !ids.has(parent)
