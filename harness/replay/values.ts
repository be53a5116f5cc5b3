import { masked } from '../../kit/redact.ts'

/** How programs write what they leave out. */
const redacted = /^(\*{3,}\d*|\[?<?redacted>?\]?|x{4,}|<[a-z -]+ removed>|\.\.\.)$/i

/** Whether a text of the archive stands for a secret that is not in it. */
export const isRedacted = (text: string): boolean => redacted.test(text)

/** Values of the archive that the replay's servers gave other values for: ids, secrets, tokens, codes. */
export class Values {
  readonly #now = new Map<string, string>()

  /** `before` is `now` from here on. */
  learn(before: string, now: string): void {
    // A short word is no id: it would be replaced where it means itself. A plain mask stands for any secret.
    if (before === now || before === masked || now === '') return
    if (before.length >= 8 || /^\*{3}\d+$/.test(before)) this.#now.set(before, now)
  }

  knows(before: string): boolean {
    return this.#now.has(before)
  }

  /** `text` with every value that is known by now. */
  apply(text: string): string {
    if (this.#now.size === 0) return text
    const known = [...this.#now.keys()].sort((a, b) => b.length - a.length)
    const pattern = new RegExp(
      known.map((value) => `${escaped(value)}${/\d$/.test(value) ? '(?!\\d)' : ''}`).join('|'),
      'g',
    )
    return text.replace(pattern, (before) => this.#now.get(before) ?? before)
  }

  /** Takes in where an answer has another value than the archive's, at the same place of the same body. */
  learnBodies(before: unknown, now: unknown): void {
    if (typeof before === 'string' && typeof now === 'string') this.learn(before, now)
    else if (Array.isArray(before) && Array.isArray(now)) {
      for (const [at, item] of before.entries()) this.learnBodies(item, now[at])
    } else if (isObject(before) && isObject(now)) {
      for (const [name, member] of Object.entries(before)) this.learnBodies(member, now[name])
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
