import Type from 'typebox'
import type { Clock } from '../kit/clock.ts'
import { accept } from '../kit/complaints.ts'
import type { Database } from '../kit/table.ts'
import { type Configuration, configurationOf } from './configuration/configuration.ts'
import { curityConfiguration } from './configuration/layers.ts'
import type { CurityConfiguration } from './configuration/schema.ts'
import { keptIn } from './kept.ts'
import { type KeyRing, keyRing } from './keys/key-ring.ts'
import { knownKey, SigningKey } from './keys/signing-key.ts'

interface Start {
  database: Database
  sealingKey: Uint8Array | undefined
  clock: Clock
  /** What the server is started with, and what a reset goes back to. */
  configuration: CurityConfiguration
  signingKeys: readonly SigningKey[]
  procedures: readonly string[]
}

/**
 * Configuration and keys of a server: those of the start, or what an earlier process over the same database made of them.
 * @throws Complaints when what was kept does not fit this version, or names what this start does not have
 */
export async function resume(start: Start): Promise<{ configuration: Configuration; keys: KeyRing }> {
  const kept = keptIn(start.database, start.sealingKey)
  const [trees, rings] = [kept<CurityConfiguration>('configuration'), kept<readonly SigningKey[]>('signing-keys')]
  const [tree, ring] = [await trees.read(), await rings.read()]
  const keys = keyRing(start.signingKeys, start.clock, {
    now:
      ring === undefined
        ? start.signingKeys
        : accept(Type.Array(SigningKey, { minItems: 1 }), ring, 'kept signing keys'),
    keep: rings.keep,
  })
  const changed = (tree ?? start.configuration) as CurityConfiguration // its check is the next call
  const names = { keys: keys.keys.map(knownKey), procedures: start.procedures }
  const now =
    tree === undefined && ring === undefined
      ? start.configuration
      : curityConfiguration({}, { base: changed, ...names })
  return { keys, configuration: configurationOf(start.configuration, { now, keep: trees.keep }) }
}
