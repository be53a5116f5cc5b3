import Type, { type Static } from 'typebox'
import type { Inbound } from '../auth/inbound.ts'
import type { Header } from '../auth/token-headers.ts'
import type { Admission } from '../authorization/admission.ts'
import type { Service } from '../configuration/entities.ts'
import { GatewayError } from '../errors.ts'
import * as reasons from '../reasons.ts'
import type { RequestCounts } from './request-counts.ts'

/** Windows by name, with their lengths in seconds. */
const lengths = { second: 1, minute: 60, hour: 3600, day: 86_400, month: 2_592_000, year: 31_536_000 } as const
type Window = keyof typeof lengths
const windows = Object.keys(lengths) as Window[]

const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]))
const Limit = optional(Type.Number({ exclusiveMinimum: 0 }))

/** The configuration of Kong's open-source plugin, as far as it is acted upon. */
export const RateLimitingConfig = Type.Object({
  ...{ second: Limit, minute: Limit, hour: Limit, day: Limit, month: Limit, year: Limit },
  limit_by: optional(Type.Enum(['consumer', 'credential', 'ip', 'service', 'header', 'path'])),
  header_name: optional(Type.String()),
  path: optional(Type.String()),
  hide_client_headers: optional(Type.Boolean()),
  error_code: optional(Type.Number({ minimum: 100, maximum: 599 })),
  error_message: optional(Type.String()),
})
/** A checked one. */
export type RateLimitingConfig = Static<typeof RateLimitingConfig>

/** A request that has got as far as the limits: who calls is known by now (gateway.md 5.1, the order). */
export interface Counted {
  inbound: Inbound
  admission: Admission | undefined
  service: Service
  counts: RequestCounts
  /** Epoch ms. */
  now: number
}

/** Counts a request. Gives what the answer tells of the limits. @throws GatewayError when there have been too many */
export type RateLimiting = (counted: Counted) => readonly Header[]

/** The plugin at work: windows are fixed, each node counts by itself (`policy: local`). @param id keeps its counts apart */
export const rateLimiting =
  (id: string) =>
  (config: RateLimitingConfig): RateLimiting => {
    const limits = windows.flatMap((window) => {
      const limit = config[window]
      return limit ? [{ window, limit }] : []
    })
    return ({ counts, now, ...counted }) => {
      const by = `${id}\n${countedBy(config, counted)}`
      const used = limits.map(({ window, limit }): Used => {
        const since = beginOf(window, now)
        const before = counts.of(`${by}\n${window}`, since)
        return { window, limit, since, left: limit - before }
      })
      const spent = used.find(({ left }) => left <= 0)
      if (!spent) for (const { window, since } of used) counts.add(`${by}\n${window}`, since)
      const { headers, reset } = told(used, spent, now)
      const shown = config.hide_client_headers ? [] : headers
      if (!spent) return shown
      const all = Object.fromEntries([...shown, ...(config.hide_client_headers ? [] : [['Retry-After', reset]])])
      const why = reasons.tooManyRequests(spent.limit, spent.window)
      throw new GatewayError('core', config.error_code ?? 429, config.error_message ?? message, why, all)
    }
  }

const message = 'API rate limit exceeded'

interface Used {
  window: Window
  limit: number
  since: number
  /** Before this request. */
  left: number
}

/** The limits one by one, and the one that is nearest: of equals the longer one. */
function told(used: readonly Used[], spent: Used | undefined, now: number): { headers: Header[]; reset: string } {
  const after = used.map((one) => ({ ...one, left: Math.max(0, one.left - (!spent || one === spent ? 1 : 0)) }))
  const each = after.flatMap(({ window, limit, left }): Header[] => {
    return [
      [`X-RateLimit-Limit-${titled(window)}`, String(limit)],
      [`X-RateLimit-Remaining-${titled(window)}`, String(left)],
    ]
  })
  const [nearest] = after.toSorted((a, b) => a.left - b.left || lengths[b.window] - lengths[a.window])
  if (!nearest) return { headers: [], reset: '0' }
  const passed = Math.floor((now - nearest.since) / 1000)
  const reset = String(Math.max(1, lengths[nearest.window] - passed))
  const common: Header[] = [
    ['RateLimit-Limit', String(nearest.limit)],
    ['RateLimit-Remaining', String(nearest.left)],
    ['RateLimit-Reset', reset],
  ]
  return { headers: [...each, ...common], reset }
}

const titled = (word: string) => word[0]?.toUpperCase() + word.slice(1)

/** When the window that runs began: months and years are those of the calendar. */
function beginOf(window: Window, now: number): number {
  const date = new Date(now)
  if (window === 'year') return Date.UTC(date.getUTCFullYear(), 0)
  if (window === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
  const ms = lengths[window] * 1000
  return Math.floor(now / ms) * ms
}

type Counting = Pick<Counted, 'inbound' | 'admission' | 'service'>

/** What requests are counted by; where that is not to be had, the caller's address. */
function countedBy({ limit_by: by, header_name, path }: RateLimitingConfig, it: Counting): string {
  const { inbound, admission, service } = it
  const ip = inbound.raw.socket.remoteAddress ?? ''
  if (by === 'ip') return ip
  if (by === 'service') return service.id
  if (by === 'header') return inbound.header((header_name ?? '').toLowerCase()) ?? ip
  if (by === 'path') return path === inbound.target.path ? path : ip
  return (by === 'credential' ? undefined : admission?.consumer?.id) ?? admission?.identifier ?? ip
}
