type Claims = Readonly<Record<string, unknown>>

/** What stands at a claim path, which goes down through objects (gateway.md 5.2). */
export function valueAt(claims: Claims, path: readonly string[]): unknown {
  let here: unknown = claims
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = Reflect.get(here, step)
  }
  return here
}

/** A claim as a client id. Numbers count as their text; anything else is no client id. */
export function asClientId(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
