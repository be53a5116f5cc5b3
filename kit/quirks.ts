import { Complaints } from './complaints.ts'
import { nearest } from './nearest.ts'
import { type Affected, affects } from './releases.ts'
import type { Complaint } from './validation.ts'

/** A hook point as a quirk takes it: the server's own way first, then what that way is called with. */
export type Around<Own> = Own extends (...given: infer Given) => infer Gives
  ? (own: Own, ...given: Given) => Gives
  : never

/**
 * A deliberate defect, or a way of a certain release: data for people, and hooks that stand around what the server does by itself.
 * `Hooks` are the hook points of a server, each a function; a quirk takes as many of them as it needs.
 */
export interface Quirk<Hooks> extends Affected {
  /** Kebab-case, unique in its server. */
  name: string
  /** What the server does with it, as a fact. */
  does: string
  /** The evidence: a changelog, a report. */
  source: string
  hooks: { readonly [Name in keyof Hooks]?: Around<Hooks[Name]> }
}

/** A quirk as it is told: without its hooks, and whether it is on. */
export interface QuirkInfo extends Affected {
  name: string
  does: string
  source: string
  on: boolean
}

/** What changes: single quirks, or all that a release of the product has. */
export interface QuirkChange {
  on?: readonly string[] | undefined
  off?: readonly string[] | undefined
  /** Exactly the known quirks that this release has; `on` and `off` come after. */
  release?: string | undefined
}

export interface QuirksOptions<Hooks> {
  /** The quirks that come with the server; loaded when somebody asks. */
  known?: () => Promise<readonly Quirk<Hooks>[]>
  /** On from the start, of the server's or of the caller's making. */
  start?: readonly Quirk<Hooks>[] | undefined
}

/** A hook whatever it stands around. */
type AnyAround = (own: unknown, ...given: readonly unknown[]) => unknown

/** The quirks of one server: which there are, and which are on. */
export class Quirks<Hooks = object> {
  readonly #known: () => Promise<readonly Quirk<Hooks>[]>
  readonly #start: readonly Quirk<Hooks>[]
  #on: readonly Quirk<Hooks>[] = []
  /** By the name of the hook point: what stands around it, outermost last. Undefined while nothing is on. */
  #around: ReadonlyMap<PropertyKey, AnyAround> | undefined

  constructor({ known = async () => [], start = [] }: QuirksOptions<Hooks> = {}) {
    this.#known = known
    this.#start = start
    this.#turn(start)
  }

  /** Does `own`, or what the quirks that are on make of it. */
  run<Name extends keyof Hooks, Given extends readonly unknown[], Gives>(
    name: Name,
    own: Hooks[Name] & ((...given: Given) => Gives),
    ...given: Given
  ): Gives {
    const around = this.#around?.get(name)
    // A hook gives what its hook point gives.
    return around ? (around(own, ...given) as Gives) : own(...given)
  }

  /** Whether anything stands around this hook point: for what is prepared ahead of time. */
  has(name: keyof Hooks): boolean {
    return this.#around?.has(name) ?? false
  }

  /** All quirks, known and brought along, in the order of their names. */
  async list(): Promise<QuirkInfo[]> {
    return (await this.#all())
      .map(({ hooks: _, ...quirk }) => ({ ...quirk, on: this.#on.some(({ name }) => name === quirk.name) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** @throws Complaints for names that no quirk has, and for one that is to be on and off; nothing is changed then */
  async change({ on = [], off = [], release }: QuirkChange): Promise<void> {
    const all = await this.#all()
    const names = all.map(({ name }) => name)
    const wrong = (list: readonly string[], path: string): Complaint[] =>
      list
        .filter((name) => !names.includes(name))
        .map((name) => ({ path, expected: `no such quirk as "${name}"${nearest(name, names)}` }))
    const both = on.filter((name) => off.includes(name))
    const list = [
      ...wrong(on, 'on'),
      ...wrong(off, 'off'),
      ...both.map((name) => ({ path: 'off', expected: `"${name}" cannot be on and off` })),
    ]
    if (list.length > 0) throw new Complaints('quirks', list)
    const isOn = ({ name }: Quirk<Hooks>) => this.#on.some((quirk) => quirk.name === name)
    const before = release === undefined ? isOn : (quirk: Quirk<Hooks>) => affects(quirk, release)
    this.#turn(all.filter((quirk) => !off.includes(quirk.name) && (on.includes(quirk.name) || before(quirk))))
  }

  /** Back to what was on at the start. */
  reset(): void {
    this.#turn(this.#start)
  }

  async #all(): Promise<readonly Quirk<Hooks>[]> {
    const brought = this.#start
    const known = (await this.#known()).filter(({ name }) => !brought.some((quirk) => quirk.name === name))
    return [...known, ...brought]
  }

  #turn(on: readonly Quirk<Hooks>[]): void {
    this.#on = on
    const around = new Map<PropertyKey, AnyAround>()
    for (const { hooks } of on) {
      for (const [name, hook] of Object.entries(hooks)) {
        // The type of a hook is that of its hook point, whose name it has.
        around.set(name, outside(hook as AnyAround, around.get(name)))
      }
    }
    this.#around = around.size === 0 ? undefined : around
  }
}

/** Two quirks at one hook point: the later one takes the earlier one for the server's own way. */
const outside =
  (hook: AnyAround, inner: AnyAround | undefined): AnyAround =>
  (own, ...given) =>
    hook(inner ? (...passed: readonly unknown[]) => inner(own, ...passed) : own, ...given)
