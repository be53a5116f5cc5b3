import { randomIds } from '../../kit/ids.ts'
import { curityConfiguration } from '../../mock-curity/configuration/layers.ts'
import type { CurityConfiguration } from '../../mock-curity/configuration/schema.ts'
import { firstState } from '../../mock-konnect/first-state.ts'
import { hashPassword } from '../../mock-konnect/secrets/password.ts'
import type { StateDocument } from '../../mock-konnect/state.ts'
import type { Given } from '../given.ts'
import { demoCurityConfiguration } from './curity.ts'
import { demoKonnectState } from './konnect.ts'
import { demo } from './names.ts'

/** Curity's configuration in the demo world, with what is given laid over it. @throws Complaints */
export const curityTree = ({ curity = {} }: Given): CurityConfiguration =>
  curityConfiguration(curity.configuration ?? {}, { base: curityConfiguration(demoCurityConfiguration(curity)) })

/** Konnect's state in the demo world, or that of an organisation in which nobody has done anything. */
export async function konnectState(
  given: Given,
  at: { issuer: string; upstream: string; now: number },
): Promise<StateDocument> {
  if (given.konnect?.world === 'empty') return firstState({ clock: { now: () => at.now }, ids: randomIds })
  const passwordHash = await hashPassword(demo.developer.password)
  return demoKonnectState({ given, passwordHash, ...at })
}

/**
 * Switches of the data plane. The push delay is 0 unless given: with the data plane's own default, one to five seconds, a world
 * would refuse its own first calls.
 */
export const gatewaySwitches = ({ gateway }: Given): object => ({ pushDelayMs: 0, ...gateway?.behaviour })
