import type { Labels } from '../model/common.ts'
import type { LabelChanges } from '../problems/common-schemas.ts'

/** Labels after an update: null removes its key, null for the whole removes all, absent changes nothing (`konnect.md` 1.6). */
export function mergeLabels(labels: Labels, changes: LabelChanges | undefined): Labels {
  if (changes === undefined) return labels
  if (changes === null) return {}
  const merged = Object.entries({ ...labels, ...changes })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null))
}
