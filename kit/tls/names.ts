import { isIP } from 'node:net'

/** One name of a certificate, with its kind. */
export interface AlternativeName {
  type: 'dns' | 'ip' | 'email' | 'url'
  value: string
}

/** Names of a certificate (RFC 5280 §4.2.1.6), each of the kind that its form tells. */
export const subjectAlternativeNames = (names: readonly string[]): AlternativeName[] =>
  names.map((value) => ({ type: kindOf(value), value }))

function kindOf(name: string): AlternativeName['type'] {
  if (isIP(name) !== 0) return 'ip'
  if (/^[a-z][a-z0-9+.-]*:/i.test(name)) return 'url'
  return name.includes('@') ? 'email' : 'dns'
}

/** What a server on this machine is called: by loopback, by the names below `localhost`, and by `others`. */
export const localNames = (...others: readonly string[]): string[] => [
  ...new Set([
    'localhost',
    '*.localhost',
    '127.0.0.1',
    '::1',
    ...others.filter((name) => name !== '0.0.0.0' && name !== '::'),
  ]),
]
