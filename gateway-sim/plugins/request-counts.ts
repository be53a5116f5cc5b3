import { BoundedMap } from '../bounded-map.ts'

const capacity = 50_000

interface Count {
  /** When its window began. */
  since: number
  requests: number
}

/** How many requests a node has let through, by whatever they are counted by, in the window that runs. */
export class RequestCounts {
  #counts = new BoundedMap<Count>(capacity)

  /** Requests in the window that began at `since`. */
  of(key: string, since: number): number {
    const count = this.#counts.get(key)
    return count?.since === since ? count.requests : 0
  }

  add(key: string, since: number): void {
    this.#counts.set(key, { since, requests: this.of(key, since) + 1 })
  }

  /** Forgets all, as a node that starts again does. */
  clear(): void {
    this.#counts = new BoundedMap<Count>(capacity)
  }
}
