const chunkSize = 512

/** Ids in the order in which they came, cut into chunks: a page of them costs what it shows, whatever stands before it. */
export class OrderedIds {
  readonly #chunks: string[][] = []
  readonly #places = new Map<string, string[]>()

  constructor(ids: Iterable<string>) {
    for (const id of ids) this.add(id)
  }

  /** Puts an id at the end; one that is there already keeps its place. */
  add(id: string): void {
    if (this.#places.has(id)) return
    const last = this.#chunks.at(-1)
    const chunk = last && last.length < chunkSize ? last : []
    if (chunk !== last) this.#chunks.push(chunk)
    chunk.push(id)
    this.#places.set(id, chunk)
  }

  remove(id: string): void {
    const chunk = this.#places.get(id)
    if (!chunk) return
    this.#places.delete(id)
    chunk.splice(chunk.indexOf(id), 1)
    if (chunk.length === 0) this.#chunks.splice(this.#chunks.indexOf(chunk), 1)
  }

  /** `count` ids from position `from`, fewer at the end. */
  slice(from: number, count: number): string[] {
    const ids: string[] = []
    let before = 0
    for (const chunk of this.#chunks) {
      if (ids.length >= count) break
      const start = Math.max(0, from - before)
      if (start < chunk.length) ids.push(...chunk.slice(start, start + count - ids.length))
      before += chunk.length
    }
    return ids
  }
}
