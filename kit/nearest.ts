/** More names than this are no help to whoever mistyped one. */
const many = 20

/** ` (did you mean "x"?)` for the nearest of `known`; when none is near, what there is to choose from, or the nearest of many. */
export function nearest(name: string, known: readonly string[]): string {
  const byDistance = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = byDistance
  if (best && best.distance <= Math.max(2, name.length / 3)) return ` (did you mean "${best.candidate}"?)`
  if (known.length > many) {
    const some = byDistance.slice(0, 5).map(({ candidate }) => candidate)
    return ` (there are ${known.length}; nearest: ${some.join(', ')})`
  }
  return known.length ? ` (there are: ${known.join(', ')})` : ''
}

/** How many characters must be added, dropped or swapped to turn one text into the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
