import type { FastifyRequest } from 'fastify'
import { type InvalidParameter, invalidParameters } from '../errors.ts'
import { type PageLimits, pageSize } from './paging.ts'

/** One page of a list that is read by cursor (`konnect.md` 1.5): paths lead to its neighbours. */
export interface CursorPage<View> {
  data: View[]
  meta: { page: { first: string; next: string | null; previous: string | null; size: number } }
}

/** The page of `rows` after the cursor `page[after]`. @throws Problem 400 with every wrong parameter */
export function cursorPage<View>(
  rows: readonly View[],
  { url, query }: FastifyRequest,
  limits: PageLimits,
): CursorPage<View> {
  // Fastify's query parser gives texts, and lists of texts for what was sent twice.
  const sent = query as Record<string, string>
  const size = pageSize(sent, limits)
  const from = positionOf(sent['page[after]'])
  if (typeof size !== 'number' || typeof from !== 'number') {
    throw invalidParameters([size, from].filter((value) => typeof value === 'object'))
  }
  const [path = ''] = url.split('?', 1)
  const at = (position: number) =>
    `${path}?page[size]=${size}${position > 0 ? `&page[after]=${cursorOf(position)}` : ''}`
  const next = from + size < rows.length ? at(from + size) : null
  const previous = from > 0 ? at(Math.max(0, from - size)) : null
  return { data: rows.slice(from, from + size), meta: { page: { first: at(0), next, previous, size } } }
}

/** Cursors are opaque to callers; ours hold a position. */
export const cursorOf = (position: number): string => Buffer.from(`position:${position}`).toString('base64url')

/** The position that a cursor holds, 0 without one, or what is wrong with it. */
export function positionOf(cursor: string | undefined, field = 'page[after]'): number | InvalidParameter {
  if (cursor === undefined) return 0
  const [, position] = /^position:(\d+)$/.exec(Buffer.from(String(cursor), 'base64url').toString()) ?? []
  if (position !== undefined) return Number(position)
  return { field, reason: `"${field}" is invalid`, rule: 'invalid', source: 'query' }
}
