import type { AccessToken } from './outcome.ts'

/** What a session holds, ready to be sealed: as it is, or deflated. */
export interface Packed {
  bytes: Buffer
  deflated: boolean
}

/** Longer content is deflated (gateway.md 4). */
const plainBytes = 1024

/** Loaded with the first session that is long; a start has none. */
const zlib = () => process.getBuiltinModule('node:zlib')

/** What a session keeps of a token. */
export type SessionTokens = Pick<AccessToken, 'refreshToken' | 'idToken' | 'client'> & { token: string }

/** Makes text ready to be sealed. */
export function pack(text: string): Packed {
  const bytes = Buffer.from(text)
  return bytes.length > plainBytes ? { bytes: zlib().deflateSync(bytes), deflated: true } : { bytes, deflated: false }
}

/** The text again. */
export const unpack = ({ bytes, deflated }: Packed): string => (deflated ? zlib().inflateSync(bytes) : bytes).toString()

/** A token as a session holds it. */
export const contentOf = ({ value, refreshToken, idToken, client }: AccessToken): Packed =>
  pack([value, refreshToken, idToken, client].join('\n').trimEnd())

/** The tokens of a session's text. */
export function tokensIn(text: string): SessionTokens {
  const [token = '', refreshToken, idToken, client] = text.split('\n').map((one) => one || undefined)
  return { token, refreshToken, idToken, client }
}
