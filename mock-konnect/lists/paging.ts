import type { InvalidParameter } from '../errors.ts'

/** One page as every list answers it (`konnect.md` 1.5). There is no `meta.total`: a client would loop on it. */
export interface Page<View> {
  data: View[]
  meta: { page: { number: number; size: number; total: number } }
}

export interface PageLimits {
  maximumPageSize: number
  /** `docs` cuts a size above the maximum in place of refusing it. */
  compat: 'strict' | 'docs'
}

/** `page[number]`, from 1, or what is wrong with it. */
export const pageNumber = (sent: Readonly<Record<string, string>>): number | InvalidParameter =>
  wholeNumber('page[number]', sent['page[number]'] ?? '1', Number.MAX_SAFE_INTEGER)

/** `page[size]`, 10 when absent, or what is wrong with it. */
export function pageSize(
  sent: Readonly<Record<string, string>>,
  { maximumPageSize, compat }: PageLimits,
): number | InvalidParameter {
  const largest = compat === 'docs' ? Number.MAX_SAFE_INTEGER : maximumPageSize
  const size = wholeNumber('page[size]', sent['page[size]'] ?? '10', largest)
  return typeof size === 'number' ? Math.min(size, maximumPageSize) : size
}

/** A whole number from 1, or what is wrong with it in Konnect's words. */
export function wholeNumber(field: string, text: string, maximum: number): number | InvalidParameter {
  const source = 'query'
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isNaN(value)) return { field, reason: `"${field}" must be a number`, rule: 'is_number', source }
  if (!Number.isInteger(value)) return { field, reason: `"${field}" must be an integer`, rule: 'is_integer', source }
  if (value < 1) {
    return { field, reason: `"${field}" must be greater than or equal to 1`, rule: 'min', minimum: 1, source }
  }
  if (value > maximum) {
    return { field, reason: `"${field}" must be less than or equal to ${maximum}`, rule: 'max', maximum, source }
  }
  return value
}
