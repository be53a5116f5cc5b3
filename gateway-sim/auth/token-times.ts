import type { Reason } from '../../kit/reason.ts'
import * as reasons from './credential-reasons.ts'

type Claims = Readonly<Record<string, unknown>>

/** A time claim for which a token does not count, and why. */
export interface OutsideItsTime {
  claim: 'exp' | 'nbf' | 'iat' | 'auth_time'
  reason: Reason
}

/**
 * Why a token does not count at `now` (epoch ms): over, or not begun. A token without `exp` counts (gateway.md 3). Times as text
 * count as numbers (3.13).
 */
export function outsideItsTime(
  claims: Claims,
  now: number,
  leeway: number,
  read = secondsOf,
): OutsideItsTime | undefined {
  const seconds = Math.floor(now / 1000)
  const { exp } = claims
  if (exp !== undefined) {
    const end = read(exp)
    if (end === undefined) return { claim: 'exp', reason: reasons.badTime('exp') }
    if (end + leeway <= seconds) return { claim: 'exp', reason: reasons.expired(seconds - end) }
  }
  return (
    notBegun('nbf', claims, seconds, leeway, read) ??
    notBegun('iat', claims, seconds, leeway, read) ??
    notBegun('auth_time', claims, seconds, leeway, read)
  )
}

function notBegun(
  claim: 'nbf' | 'iat' | 'auth_time',
  claims: Claims,
  seconds: number,
  leeway: number,
  read: typeof secondsOf,
): OutsideItsTime | undefined {
  const value = claims[claim]
  if (value === undefined) return undefined
  const start = read(value)
  if (start === undefined) return { claim, reason: reasons.badTime(claim) }
  return start - leeway > seconds ? { claim, reason: reasons.notYetValid(claim, start - seconds) } : undefined
}

/** What a time claim says; undefined for what is no time. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined
}
