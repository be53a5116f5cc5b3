import type { Reason } from '../../kit/reason.ts'
import * as reasons from './credential-reasons.ts'

/**
 * A client's id and secret, each one character a byte: whatever bytes the caller sent go on as they are (gateway.md 2).
 */
export interface ClientPair {
  id: string
  secret: string
}

/** What an `Authorization: Basic` value holds. `refused`: there is a credential, and it is bad. */
export type Basic = { pair: ClientPair } | { absent: Reason } | { refused: Reason }

/** The credentials after the scheme word `scheme`, whatever its case; undefined for another scheme. */
export function afterScheme(scheme: string, authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length < scheme.length) return undefined
  if (authorization.slice(0, scheme.length).toLowerCase() !== scheme) return undefined
  const rest = authorization.slice(scheme.length)
  return rest === '' || rest.startsWith(' ') ? rest.trim() : undefined
}

/**
 * Reads a Basic value (gateway.md 2): base64, with or without padding, or, when `rawAccepted`, the pair as it stands. A colon is no
 * base64, so the two cannot be mistaken for each other.
 */
export function readBasic(value: string, rawAccepted: boolean, split = splitPair): Basic {
  if (value === '') return { absent: reasons.emptyBasic() }
  const decoded = strictBase64(value)
  if (decoded !== undefined) return split(decoded)
  if (!value.includes(':')) return { absent: reasons.notBase64() }
  return rawAccepted ? split(value) : { refused: reasons.rawBasicRefused() }
}

/** `id:secret` at its first colon (RFC 7617 section 2). */
export function splitPair(text: string): Basic {
  const at = text.indexOf(':')
  if (at < 0) return { absent: reasons.noColon() }
  if (at === 0) return { absent: reasons.noClientId() }
  return { pair: { id: text.slice(0, at), secret: text.slice(at + 1) } }
}

function strictBase64(value: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value) || value.replace(/=+$/, '').length % 4 === 1) return undefined
  return Buffer.from(value, 'base64').toString('latin1')
}

/** A pair that came as text, as in a query string. */
export const pairOfText = (id: string, secret: string): ClientPair => ({ id: asBytes(id), secret: asBytes(secret) })

/** The pair as `Authorization: Basic`, byte for byte, without the form encoding of RFC 6749 (gateway.md 1.3, step 4). */
export const basicOf = ({ id, secret }: ClientPair): string =>
  `Basic ${Buffer.from(`${id}:${secret}`, 'latin1').toString('base64')}`

/** A member of a pair as text again, for a form. */
export const asText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString()

const asBytes = (text: string) => Buffer.from(text).toString('latin1')
