import type { Application } from '../configuration/entities.ts'
import type { EntityStore } from '../configuration/entity-store.ts'
import type { Inbound } from './inbound.ts'

/** What a key_auth strategy found (gateway.md 5.3). */
export type KeyOutcome = { kind: 'absent' } | { kind: 'unknown' } | { kind: 'authenticated'; application: Application }

/** Looks for an API key as header, then as query parameter, and for the application that it opens. */
export function findKey(inbound: Inbound, names: readonly string[], store: EntityStore): KeyOutcome {
  const key = keyIn(inbound, names)
  if (key === undefined) return { kind: 'absent' }
  const application = store.applicationOfKey(key)
  return application ? { kind: 'authenticated', application } : { kind: 'unknown' }
}

function keyIn(inbound: Inbound, names: readonly string[]): string | undefined {
  for (const name of names) {
    const key = inbound.header(name.toLowerCase()) || inbound.query[name]
    if (key) return key
  }
  return undefined
}
