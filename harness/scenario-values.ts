import { parseJson } from '../kit/http-client.ts'

/** How secrets are named in what was recorded: `***3`. */
const mask = /\*{3}\d*/

/** Values that answers brought, and how a scenario says them. */
export class Known {
  readonly #expressions = new Map<string, string>()
  readonly #blanks = new Map<string, string>()
  /** Whether anything was taken from an answer. */
  reads = false

  /** Names of secrets that have to be filled in. */
  get blanks(): string[] {
    return [...this.#blanks.values()]
  }

  /** Takes in what the body of an answer brings: ids, secrets, tokens. Short texts are words that mean themselves. */
  learn(reply: string, body: string | undefined): void {
    for (const { path, value } of textsIn(parseJson(body ?? ''))) {
      const isId = value.length >= 8 || /^\*{3}\d+$/.test(value)
      if (isId && !this.#expressions.has(value))
        this.#expressions.set(value, `at(${reply}, [${path.map(literal).join(', ')}])`)
    }
  }

  /** `text` as an expression: what is known taken from its answer, what was masked and is not known left to be filled in. */
  say(text: string): string {
    const parts = this.#parts(text)
    const [only] = parts
    if (parts.length === 0) return "''"
    if (parts.length === 1 && only) return only.expression ?? quoted(only.text)
    if (parts.every(({ expression }) => expression === undefined)) return quoted(text)
    return `\`${parts.map((part) => (part.expression ? `\${${part.expression}}` : inTemplate(part.text))).join('')}\``
  }

  /** A JSON value as an expression. */
  sayValue(value: unknown): string {
    if (typeof value === 'string') return this.say(value)
    if (Array.isArray(value)) return `[${value.map((item) => this.sayValue(item)).join(', ')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const members = Object.entries(value).map(([name, member]) => `${nameOf(name)}: ${this.sayValue(member)}`)
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
  }

  #parts(text: string): { text: string; expression?: string }[] {
    const values = [...this.#expressions.keys()].sort((a, b) => b.length - a.length)
    const known = values.map((value) => `${escaped(value)}${/\d$/.test(value) ? '(?!\\d)' : ''}`)
    const pieces = text.split(new RegExp(`(${[...known, mask.source].join('|')})`))
    return pieces.filter((piece) => piece !== '').map((piece) => ({ text: piece, ...this.#expressionOf(piece) }))
  }

  #expressionOf(piece: string): { expression?: string } {
    const expression = this.#expressions.get(piece)
    if (expression !== undefined) {
      this.reads = true
      return { expression }
    }
    if (!/^\*{3}\d*$/.test(piece)) return {}
    const name = this.#blanks.get(piece) ?? `secret${piece.slice(3)}`
    this.#blanks.set(piece, name)
    return { expression: name }
  }
}

type Path = (string | number)[]

function textsIn(value: unknown, path: Path = []): { path: Path; value: string }[] {
  if (typeof value === 'string') return [{ path, value }]
  if (Array.isArray(value)) return value.flatMap((item, at) => textsIn(item, [...path, at]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => textsIn(member, [...path, name]))
}

const literal = (part: string | number) => (typeof part === 'number' ? String(part) : quoted(part))

/** A text as a literal of the source. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const inTemplate = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/`|\$\{/g, '\\$&')

/** The name of a member; one that would set the prototype is computed. */
function nameOf(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
