import type { ArchivedCall } from './read-har.ts'

/** Finds a secret by the name that the user is asked for: `CLIENT_SECRET`. */
export type Secrets = (name: string) => string | undefined

/** A secret that the archive leaves out, nobody gave, and no answer brings. */
export interface Missing {
  name: string
  /** What it is, and of which request. */
  what: string
}

/**
 * Asks for secrets by name, first for the one of a single request: `CLIENT_SECRET_12` is that of the twelfth entry.
 */
export class Asking {
  readonly #secrets: Secrets
  readonly missing = new Map<string, Missing>()

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  given(name: string, { number }: ArchivedCall): string | undefined {
    return this.#secrets(`${name}_${number}`) ?? this.#secrets(name)
  }

  /** The same, and notes what is missing. */
  needed(name: string, call: ArchivedCall, what: string): string | undefined {
    const given = this.given(name, call)
    const { pathname } = new URL(call.url)
    if (given === undefined && !this.missing.has(name))
      this.missing.set(name, { name, what: `${what} ${call.method} ${pathname} (request ${call.number})` })
    return given
  }
}
