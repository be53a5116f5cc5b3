import { Capabilities } from '../configuration/client-schema.ts'

/** Where words are not those of a leaf's name. */
const spelled: Readonly<Record<string, string>> = {
  code: 'Code Flow',
  implicit: 'Implicit Flow',
  'token-exchange': 'Token Exchange (legacy)',
  'oauth-token-exchange': 'OAuth Token Exchange',
  haapi: 'HAAPI',
}

/** A capability as the admin UI names it: `client-credentials` is Client Credentials (`curity.md` 8). */
export const capabilityLabel = (name: string): string =>
  spelled[name] ?? name.replace(/(^|-)(\w)/g, (_, dash: string, letter: string) => (dash && ' ') + letter.toUpperCase())

/** What a client, or clients that register, may be given. */
export const capabilityOptions = Object.keys(Capabilities.properties).map((value) => ({
  value,
  label: capabilityLabel(value),
}))

/** Names as options of a choice. */
export const optionsOf = (names: readonly string[]) => names.map((value) => ({ value, label: value }))
