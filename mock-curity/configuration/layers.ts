import { accept } from '../../kit/complaints.ts'
import { wizardDefaults } from './defaults.ts'
import { type KnownNames, knownNames } from './known-names.ts'
import { refuseBrokenReferences } from './references.ts'
import { CurityConfiguration } from './schema.ts'

/**
 * A whole configuration from the parts that differ from the wizard's. Sections are laid over each other member by member, lists
 * whose entries have an `id` (accounts: a `username`) entry by entry; every other list replaces, and `false` takes a section or an
 * empty leaf away: it stays in the tree, so that laying the result over the wizard's once more changes nothing.
 * @param base what `parts` are laid over; the wizard's defaults
 * @param isKnownGood leaves out the check against the schema
 * @param known what the server has beside it, by name
 * @throws Complaints with every mistake at once
 */
export function curityConfiguration(
  parts: unknown,
  {
    base = wizardDefaults,
    known = knownNames(),
    isKnownGood = false,
  }: { base?: CurityConfiguration | undefined; known?: KnownNames; isKnownGood?: boolean | undefined } = {},
): CurityConfiguration {
  const whole = layer(base, parts ?? {})
  // What is known to fit has the type.
  const configuration = isKnownGood
    ? (whole as CurityConfiguration)
    : accept(CurityConfiguration, whole, 'Curity configuration')
  refuseBrokenReferences(configuration, known)
  return configuration
}

/** Parts with other parts laid over them, unchecked. */
export function layer(under: unknown, over: unknown): unknown {
  if (isKeyed(under) && isKeyed(over)) return layerLists(under, over)
  if (!isSection(under) || !isSection(over)) return over
  const members = new Map<string, unknown>(Object.entries(under))
  for (const [name, value] of Object.entries(over)) {
    const below = members.get(name)
    if (value === undefined) continue
    members.set(name, isEmptyLeaf(value) && isSection(below) ? below : layer(below, value))
  }
  return Object.fromEntries(members)
}

function layerLists(under: readonly Keyed[], over: readonly Keyed[]): unknown[] {
  const replaced = under.map((entry) => {
    const above = over.find((other) => keyOf(other) === keyOf(entry))
    return above ? layer(entry, above) : entry
  })
  const known = new Set(under.map(keyOf))
  return [...replaced, ...over.filter((entry) => !known.has(keyOf(entry)))]
}

type Keyed = { id?: unknown; username?: unknown; key?: unknown }

const keyOf = ({ id, username, key }: Keyed) => id ?? username ?? key

const isEmptyLeaf = (value: unknown) => value === true || value === null

const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isKeyed = (value: unknown): value is Keyed[] =>
  Array.isArray(value) && value.every((entry) => isSection(entry) && keyOf(entry) !== undefined)
