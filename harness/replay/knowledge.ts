import { parseJson } from '../../kit/http-client.ts'
import { type AnswerParts, pairsOf } from './answer-pairs.ts'
import type { Place } from './places.ts'
import { Values } from './values.ts'

/** A client and its secret. */
export interface Issued {
  id: string
  secret: string
}

/** What is known by the answers so far: values that took the place of the archive's, clients that were made, cookies. */
export class Knowledge {
  readonly values = new Values()
  /** Secrets by client id, the newest client last. */
  readonly #issued = new Map<string, string>()
  /** By server: what one set is nothing to another. */
  readonly #cookies = new Map<Place, Map<string, string>>()

  /** Takes an answer in, beside what the archive has in its place. */
  learn(place: Place, before: AnswerParts, now: AnswerParts): void {
    for (const [was, is] of pairsOf(before, now)) this.values.learn(was, is)
    this.#noteClients(parseJson(now.body ?? ''))
    const cookies = this.cookiesAt(place)
    for (const line of [now.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
  }

  cookiesAt(place: Place): Map<string, string> {
    const known = this.#cookies.get(place) ?? new Map<string, string>()
    this.#cookies.set(place, known)
    return known
  }

  /** The secret that a client got meanwhile. */
  secretOf(client: string): string | undefined {
    return this.#issued.get(client)
  }

  /** The client that was made last, or got a new secret. */
  get lastClient(): Issued | undefined {
    const [id, secret] = [...this.#issued].at(-1) ?? []
    return id === undefined || secret === undefined ? undefined : { id, secret }
  }

  #noteClients(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    const { client_id: id, client_secret: secret } = value as Record<string, unknown>
    if (typeof id === 'string' && typeof secret === 'string') {
      this.#issued.delete(id)
      this.#issued.set(id, secret)
    }
    for (const member of Object.values(value)) this.#noteClients(member)
  }
}
