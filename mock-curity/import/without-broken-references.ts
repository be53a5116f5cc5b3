import type { KnownNames } from '../configuration/known-names.ts'
import { brokenReferences } from '../configuration/references.ts'
import type { CurityConfiguration } from '../configuration/schema.ts'
import type { Skipped } from './skipped.ts'

/**
 * The tree without names that nothing in it has, most of them names of what was skipped. Taking one away may leave none that another
 * needs, so it goes on until all fit.
 */
export function withoutBrokenReferences(
  tree: CurityConfiguration,
  known: KnownNames,
  skipped: Skipped[],
): CurityConfiguration {
  const broken = brokenReferences(tree, known)
  if (broken.length === 0) return tree
  const mended = structuredClone(tree)
  for (const { path, name, why } of broken) {
    skipped.push({ path: addressOf(tree, path), why: why ?? `"${name}" is nothing that was taken` })
    takeOut(mended, path.split('.'), name)
  }
  return withoutBrokenReferences(mended, known, skipped)
}

/** Takes `name` out of the list at `path`, or the leaf away that is it. */
function takeOut(tree: object, path: readonly string[], name: string): void {
  const last = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce(memberOf, tree) as Record<string, unknown> // the tree has what it complains about
  const value = holder[last]
  if (Array.isArray(value)) holder[last] = value.filter((item) => item !== name)
  else delete holder[last]
}

const memberOf = (here: object, step: string): object => (here as Record<string, object>)[step] ?? {}

/** A complaint's dotted path as the export's: entries by their ids. */
function addressOf(tree: object, path: string): string {
  let here: object = tree
  const steps: string[] = []
  for (const step of path.split('.')) {
    here = memberOf(here, step)
    const { id, type } = here as { id?: string; type?: string }
    if (!/^\d+$/.test(step)) steps.push(step)
    else steps.push(`${steps.pop()}=${[id, type].filter((key) => key !== undefined).join(',')}`)
  }
  return steps.join('/')
}
