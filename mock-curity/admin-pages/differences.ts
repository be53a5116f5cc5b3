/** A place at which two versions of the configuration differ. */
export interface Difference {
  path: string
  /** What stands there, as lines; none: nothing does. */
  before: readonly string[]
  after: readonly string[]
}

type Section = Readonly<Record<string, unknown>>

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What distinguishes two documents of RESTCONF, each difference once, at the deepest place that both have. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (isSection(before) && isSection(after)) return ofSections(before, after, path)
  const entries = [entriesOf(before), entriesOf(after)]
  if (entries[0] && entries[1]) {
    return ofSections(Object.fromEntries(entries[0]), Object.fromEntries(entries[1]), path)
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  return [{ path, before: lines(before, nameIn(path)), after: lines(after, nameIn(path)) }]
}

function ofSections(before: Section, after: Section, path: string): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) =>
    differences(before[name], after[name], path === '' ? bare(name) : `${path}/${bare(name)}`),
  )
}

/** The entries of a list by their keys; undefined for anything else. Nothing is a list without entries. */
function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (value === undefined) return new Map()
  if (!Array.isArray(value) || !value.every((entry) => isSection(entry) && keyOf(entry) !== undefined)) return undefined
  return new Map(value.map((entry: Section) => [keyOf(entry) ?? '', entry]))
}

const keyOf = ({ id, key, flow }: Section): string | undefined => {
  const name = id ?? key ?? flow
  return name === undefined ? undefined : String(name)
}

/** A value as lines that a person reads; nothing has none. */
function lines(value: unknown, name: string): string[] {
  if (value === undefined) return []
  const short = inOneLine(value, name)
  if (short !== undefined) return [short]
  if (Array.isArray(value)) return value.flatMap((entry) => lines(entry, name))
  return Object.entries(value as Section).flatMap(([label, member]) => {
    const one = inOneLine(member, label)
    if (one === undefined) return [`${bare(label)}:`, ...lines(member, label).map((line) => `  ${line}`)]
    return [one === on ? bare(label) : `${bare(label)}: ${one}`]
  })
}

/** Of an empty leaf, which is its presence. */
const on = 'on'

/** Undefined: it has lines of its own. The hash of a secret tells nobody anything. */
function inOneLine(value: unknown, name: string): string | undefined {
  if (name === 'secret' && typeof value === 'string') return '(a secret)'
  if (isSection(value)) return Object.keys(value).length === 0 ? on : undefined
  if (!Array.isArray(value)) return String(value)
  if (value.length === 1 && value[0] === null) return on
  return value.some(isSection) ? undefined : value.join(', ')
}

const bare = (name: string): string => name.replace(/^(base|profile-oauth):/, '')
const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
