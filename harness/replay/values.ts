/** How programs and people write what they leave out. */
const redacted =
  /^(\*{3,}\d*|x{4,}|•{3,}|-{4,}|…|\.\.\.|\[?<?(hidden|filtered|masked|omitted|removed|secret|sanitized)>?\]?|<[\w -]+>|\[[\w -]+\])$/i

/** Whether a text of the archive stands for a secret that is not in it. Some leave the head of a token, and redact its signature. */
export const isRedacted = (text: string): boolean => redacted.test(text) || /redacted/i.test(text)

const numbered = /^\*{3}\d+$/

/** Values of the archive that the replay's servers gave other values for: ids, secrets, tokens, codes. */
export class Values {
  readonly #now = new Map<string, string>()
  readonly #seen = new Set<string>()
  #pattern: RegExp | undefined

  /** `before` is `now` from here on. */
  learn(before: string, now: string): void {
    // A short word is no id: it would be replaced where it means itself. Neither is what has spaces. A plain mask stands for any secret.
    if (now === '' || /\s/.test(before)) return
    if (!numbered.test(before) && (before.length < 8 || isRedacted(before))) return
    this.#seen.add(before)
    if (before === now) return
    this.#now.set(before, now)
    this.#pattern = undefined
  }

  /** Whether an answer has brought it. */
  knows(before: string): boolean {
    return this.#seen.has(before)
  }

  /** `text` with every value that is known by now. */
  apply(text: string): string {
    if (this.#now.size === 0) return text
    this.#pattern ??= patternOf([...this.#now.keys()])
    return text.replace(this.#pattern, (before) => this.#now.get(before) ?? before)
  }
}

/** The longest first: one may be the beginning of another. */
const patternOf = (values: string[]): RegExp =>
  new RegExp(
    values
      .sort((a, b) => b.length - a.length)
      .map((value) => `${escaped(value)}${/\d$/.test(value) ? '(?!\\d)' : ''}`)
      .join('|'),
    'g',
  )

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
