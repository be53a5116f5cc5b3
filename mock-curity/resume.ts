import Type from 'typebox'
import type { Clock } from '../kit/clock.ts'
import { accept } from '../kit/complaints.ts'
import type { Change, Database } from '../kit/table.ts'
import { type Configuration, configurationOf } from './configuration/configuration.ts'
import { knownNames, type Named } from './configuration/known-names.ts'
import { curityConfiguration } from './configuration/layers.ts'
import type { CurityConfiguration } from './configuration/schema.ts'
import { keptIn, keptTable } from './kept.ts'
import { type KeyRing, keyRing } from './keys/key-ring.ts'
import { SigningKey } from './keys/signing-key.ts'

interface Start extends Pick<Named, 'procedures' | 'tokenProcedures'> {
  database: Database
  sealingKey: Uint8Array | undefined
  clock: Clock
  /** What the server is started with, and what a reset goes back to. */
  configuration: CurityConfiguration
  signingKeys: readonly SigningKey[]
}

/** Configuration and keys of a server, which change in place. */
export interface Resumed {
  configuration: Configuration
  keys: KeyRing
  /**
   * From now on they are what other processes that share the database make of them.
   * @param tell is given what kept this server from following: it stays as it is then
   */
  follow(tell: (error: unknown) => void): void
}

/**
 * Configuration and keys of a server: those of the start, or what an earlier process over the same database made of them.
 * @throws Complaints when what was kept does not fit this version, or names what this start does not have
 */
export async function resume(start: Start): Promise<Resumed> {
  const { database } = start
  const kept = keptIn(database, start.sealingKey)
  const [trees, rings] = [kept<CurityConfiguration>('configuration'), kept<readonly SigningKey[]>('signing-keys')]
  const [tree, ring] = [await trees.read(), await rings.read()]
  const keys = keyRing(start.signingKeys, start.clock, {
    now: ring === undefined ? start.signingKeys : acceptRing(ring),
    keep: rings.keep,
  })
  const acceptTree = (changed: unknown) =>
    curityConfiguration(
      {},
      { base: changed as CurityConfiguration, known: knownNames({ ...start, signingKeys: keys.keys }) }, // checked by this call
    )
  const now = tree === undefined && ring === undefined ? start.configuration : acceptTree(tree ?? start.configuration)
  const configuration = configurationOf(start.configuration, { now, keep: trees.keep, caughtUp: database.caughtUp })

  /** Counts what was kept since the start, so that nothing older is taken for newer. */
  let changes = 0
  /** As it was kept, or as it was at the start. */
  const followAll = async (): Promise<void> => {
    const before = changes
    const [tree, ring] = [await trees.read(), await rings.read()]
    if (changes !== before) return followAll()
    keys.follow(ring === undefined ? start.signingKeys : acceptRing(ring))
    if (tree === undefined) configuration.reset()
    else configuration.follow(acceptTree(tree))
  }
  const followOne = (change: Change) => {
    changes++
    const [tree, ring] = [trees.keptElsewhere(change), rings.keptElsewhere(change)]
    if (ring) keys.follow(acceptRing(ring.value))
    if (tree) configuration.follow(acceptTree(tree.value))
  }
  return {
    configuration,
    keys,
    follow(tell) {
      database.onUpheaval(() => void followAll().catch(tell))
      database.onChange(
        (change) => {
          try {
            followOne(change)
          } catch (error) {
            tell(error)
          }
        },
        [keptTable],
      )
    },
  }
}

const acceptRing = (ring: unknown): readonly SigningKey[] =>
  accept(Type.Array(SigningKey, { minItems: 1 }), ring, 'kept signing keys')
