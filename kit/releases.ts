/** Which releases of a product do something: those before it was mended, in each line of releases that was. */
export interface Affected {
  /** The releases that mended it, one a line: `3.14.0.7` mends 3.14 from there on, the newest one everything after it. */
  fixedIn?: readonly string[]
  /** The first release that had it. */
  since?: string
}

/**
 * Whether `release` (`3.14`, `3.14.0.7`) does it. What no release mended, every release does from `since` on; what names no release at all
 * is a report about another product, and no release does it.
 */
export function affects({ fixedIn = [], since }: Affected, release: string): boolean {
  if (since === undefined && fixedIn.length === 0) return false
  const at = numbers(release)
  if (since !== undefined && compare(at, numbers(since)) < 0) return false
  const fixes = fixedIn.map(numbers)
  const own = fixes.find(([major, minor]) => major === at[0] && minor === (at[1] ?? 0))
  if (own) return compare(at, own) < 0
  const newest = fixes.sort(compare).at(-1)
  return newest === undefined || compare(at, newest) < 0
}

const numbers = (release: string) => release.split('.').map(Number)

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
