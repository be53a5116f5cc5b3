import { Complaints } from '../../kit/complaints.ts'
import { type KnownNames, knownNames } from '../configuration/known-names.ts'
import { curityConfiguration } from '../configuration/layers.ts'
import { CurityConfiguration } from '../configuration/schema.ts'
import type { Services } from '../services.ts'
import { type DataPath, type PathStep, targetOf } from './data-path.ts'
import type { Datastore } from './datastores.ts'
import { instanceIdentifier } from './instance-identifier.ts'
import {
  badValue,
  dataExists,
  dataMissing,
  invalidConfiguration,
  operationNotSupported,
  RestconfError,
} from './restconf-errors.ts'
import { merged, valueAt, withEmptyLists, withValue } from './tree-edits.ts'

/** Reads and changes the configuration tree; every change is checked as a whole, and made or staged as a whole. */
export interface ConfigurationEdits {
  /** @throws RestconfError 404 */
  read(datastore: Datastore, path: DataPath): unknown
  /** Creates or replaces. @returns whether it is new @throws RestconfError */
  put(datastore: Datastore, path: DataPath, value: unknown): boolean
  /** Creates. @param path where it will stand @throws RestconfError 409 when something stands there */
  create(datastore: Datastore, path: DataPath, value: unknown): void
  /** Merges into what is there. @throws RestconfError 404 when nothing is */
  merge(datastore: Datastore, path: DataPath, value: unknown): void
  /** @throws RestconfError 404 */
  remove(datastore: Datastore, path: DataPath): void
  /** Makes what is staged the configuration. @throws RestconfError 400 when it does not fit what was changed at once since then */
  commit(): void
  /** Forgets what is staged. */
  discard(): void
}

/** Edits of one server's configuration. In the candidate they wait for a commit; with the switch `adminChanges` everywhere. */
export function configurationEdits(services: Services): ConfigurationEdits {
  const { configuration, behaviour, keys } = services
  const stages = (datastore: Datastore) =>
    datastore === 'candidate' || (datastore === 'unified' && behaviour.current.adminChanges === 'staged')
  const treeOf = (datastore: Datastore) => (stages(datastore) ? configuration.candidate : configuration.tree)
  const known = () => knownNames({ ...services, signingKeys: keys.keys })

  const apply = (datastore: Datastore, edit: Edit) => {
    const { candidate, tree, staged } = configuration
    if (stages(datastore)) return configuration.stage(checked(edited(candidate, edit), known()))
    const next = checked(edited(tree, edit), known())
    const carried = staged && carriedOver(candidate, edit)
    configuration.change(next)
    if (carried) configuration.stage(carried)
  }

  return {
    read: (datastore, path) => required(treeOf(datastore), path),
    put(datastore, path, value) {
      refuseOtherEntry(path, value)
      const isNew = valueAt(treeOf(datastore), path) === undefined
      apply(datastore, (tree) => withWhole(tree, path, value))
      return isNew
    },
    create(datastore, path, value) {
      if (valueAt(treeOf(datastore), path) !== undefined) throw dataExists(nameOf(path))
      apply(datastore, (tree) => withWhole(tree, path, value))
    },
    merge(datastore, path, value) {
      refuseOtherEntry(path, value)
      apply(datastore, (tree) => withWhole(tree, path, mergedAt(tree, path, value)))
    },
    remove(datastore, path) {
      if (path.length === 0) throw operationNotSupported(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'OPTIONS'])
      required(treeOf(datastore), path)
      apply(datastore, (tree) => withWhole(tree, path, undefined))
    },
    commit() {
      // What was changed at once while this was staged may have taken away what it names.
      checked(configuration.candidate, known())
      configuration.commit()
    },
    discard: () => void configuration.discard(),
  }
}

type Edit = (tree: CurityConfiguration) => unknown

const edited = (tree: CurityConfiguration, edit: Edit): unknown => withEmptyLists(CurityConfiguration, edit(tree))

/** What is staged with a change made beside it, unchecked: that is for the commit. As it was where the change finds no place in it. */
function carriedOver(candidate: CurityConfiguration, edit: Edit): CurityConfiguration {
  try {
    return edited(candidate, edit) as CurityConfiguration // of the right shape: the edit passed the check elsewhere
  } catch (error) {
    if (error instanceof RestconfError) return candidate
    throw error
  }
}

function required(tree: CurityConfiguration, path: DataPath): unknown {
  const value = valueAt(tree, path)
  if (value === undefined) throw dataMissing(nameOf(path))
  return value
}

function mergedAt(tree: CurityConfiguration, path: DataPath, value: unknown): unknown {
  const { node } = targetOf(path)
  const there = required(tree, path)
  if (!path.at(-1)?.keys || node.kind !== 'list') return merged(node, there, value)
  return (merged(node, [there], [value]) as unknown[])[0] // a list of one stays one
}

/** @throws RestconfError 400 with an entry for each complaint */
function checked(edited: unknown, known: KnownNames): CurityConfiguration {
  try {
    // Over itself: laid over the wizard's, what was removed would come back.
    return curityConfiguration(edited, { base: edited as CurityConfiguration, known }) // this call checks it
  } catch (error) {
    if (!(error instanceof Complaints)) throw error
    throw invalidConfiguration(
      error.list.map(({ path, expected }) => ({ path: instanceIdentifier(path, edited), expected })),
    )
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
