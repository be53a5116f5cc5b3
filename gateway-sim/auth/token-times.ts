import type { Reason } from '../../kit/reason.ts'
import * as reasons from './credential-reasons.ts'

type Claims = Readonly<Record<string, unknown>>

/**
 * Why a token does not count at `now` (epoch ms): over, or not begun. A token without `exp` counts (gateway.md 3). Times as text
 * count as numbers (3.13).
 */
export function outsideItsTime(claims: Claims, now: number, leeway: number): Reason | undefined {
  const seconds = Math.floor(now / 1000)
  const { exp } = claims
  if (exp !== undefined) {
    const end = asNumber(exp)
    if (end === undefined) return reasons.badTime('exp')
    if (end + leeway <= seconds) return reasons.expired(seconds - end)
  }
  return notBegun('nbf', claims, seconds, leeway) ?? notBegun('iat', claims, seconds, leeway)
}

function notBegun(name: 'nbf' | 'iat', claims: Claims, seconds: number, leeway: number): Reason | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  const start = asNumber(value)
  if (start === undefined) return reasons.badTime(name)
  return start - leeway > seconds ? reasons.notYetValid(name, start - seconds) : undefined
}

function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined
}
