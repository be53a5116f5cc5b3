import { Complaints } from '../../kit/complaints.ts'
import { curityConfiguration } from '../configuration/layers.ts'
import type { KnownNames } from '../configuration/references.ts'
import { CurityConfiguration } from '../configuration/schema.ts'
import type { Services } from '../services.ts'
import { type DataPath, type PathStep, targetOf } from './data-path.ts'
import { badValue, dataExists, dataMissing, invalidConfiguration, operationNotSupported } from './restconf-errors.ts'
import { merged, valueAt, withEmptyLists, withValue } from './tree-edits.ts'

/** Reads and changes the configuration tree; every change is checked as a whole, and made or staged as a whole. */
export interface ConfigurationEdits {
  /** @throws RestconfError 404 */
  read(path: DataPath): unknown
  /** Creates or replaces. @returns whether it is new @throws RestconfError */
  put(path: DataPath, value: unknown): boolean
  /** Creates. @param path where it will stand @throws RestconfError 409 when something stands there */
  create(path: DataPath, value: unknown): void
  /** Merges into what is there. @throws RestconfError 404 when nothing is */
  merge(path: DataPath, value: unknown): void
  /** @throws RestconfError 404 */
  remove(path: DataPath): void
}

/** Edits of one server's configuration. With the switch `adminChanges` they wait for a commit. */
export function configurationEdits({
  configuration,
  behaviour,
  keys,
  procedures,
}: Pick<Services, 'configuration' | 'behaviour' | 'keys' | 'procedures'>): ConfigurationEdits {
  const current = (path: DataPath) => valueAt(configuration.candidate, path)
  const read = (path: DataPath) => {
    const value = current(path)
    if (value === undefined) throw dataMissing(nameOf(path))
    return value
  }
  const apply = (edited: unknown) => {
    const next = checked(withEmptyLists(CurityConfiguration, edited), {
      keys: keys.keys.map(({ id }) => id),
      procedures: Object.keys(procedures),
    })
    if (behaviour.current.adminChanges === 'staged') configuration.stage(next)
    else configuration.change(next)
  }
  const set = (path: DataPath, value: unknown) => apply(withWhole(configuration.candidate, path, value))

  return {
    read,
    put(path, value) {
      refuseOtherEntry(path, value)
      const isNew = current(path) === undefined
      set(path, value)
      return isNew
    },
    create(path, value) {
      if (current(path) !== undefined) throw dataExists(nameOf(path))
      set(path, value)
    },
    merge(path, value) {
      refuseOtherEntry(path, value)
      const { node } = targetOf(path)
      const entry = path.at(-1)?.keys && node.kind === 'list'
      const [result] = entry ? (merged(node, [read(path)], [value]) as unknown[]) : [merged(node, read(path), value)] // a list of one stays one
      set(path, result)
    },
    remove(path) {
      if (path.length === 0) throw operationNotSupported(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'OPTIONS'])
      read(path)
      set(path, undefined)
    },
  }
}

/** @throws RestconfError 400 with an entry for each complaint */
function checked(edited: unknown, known: KnownNames): CurityConfiguration {
  try {
    // Over itself: laid over the wizard's, what was removed would come back.
    return curityConfiguration(edited, { base: edited as CurityConfiguration, ...known }) // this call checks it
  } catch (error) {
    if (error instanceof Complaints) throw invalidConfiguration(error.list)
    throw error
  }
}

/** The whole is replaced but for the mock's own settings, which are no part of it. */
function withWhole(tree: CurityConfiguration, path: DataPath, value: unknown): unknown {
  if (path.length > 0) return withValue(tree, path, value)
  const { environments: _, profiles: __, ...settings } = tree
  return { ...settings, ...(value as object) } // the target is a container, so the body was an object
}

/** The keys in a body are those of its address (RFC 8040 §4.5). */
function refuseOtherEntry(path: DataPath, value: unknown): void {
  const { node, keys, name } = path.at(-1) ?? {}
  if (node?.kind === 'list' && !keys) throw badValue(`name one entry of ${name}: ${name}=${node.keys.join(',')}`)
  if (node?.kind !== 'list' || !keys) return
  const entry = (value ?? {}) as Record<string, unknown> // of the right shape or not: what is missing does not equal
  const other = node.keys.find((key, at) => String(entry[key]) !== keys[at])
  if (other) throw badValue(`${other} must be that of the address, "${keys[node.keys.indexOf(other)]}"`)
}

const nameOf = (path: DataPath): string =>
  path.map(({ name, keys }: PathStep) => (keys ? `${name}=${keys.join(',')}` : name)).join('/')
