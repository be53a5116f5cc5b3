import type { Labels } from '../model/common.ts'

/** `labels=key:value,keyExists` (`konnect.md` 1.5): every part must hold. Compared case-sensitively. */
export function labelsMatch(labels: Labels, filter: string | undefined): boolean {
  if (filter === undefined || filter === '') return true
  return filter.split(',').every((part) => {
    const [key = '', value] = part.split(':', 2)
    return value === undefined ? key in labels : labels[key] === value
  })
}
