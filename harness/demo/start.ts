import { randomIds } from '../../kit/ids.ts'
import { layer } from '../../mock-curity/configuration/layers.ts'
import type { CurityConfiguration } from '../../mock-curity/configuration/schema.ts'
import { firstState } from '../../mock-konnect/first-state.ts'
import { hashPassword } from '../../mock-konnect/secrets/password.ts'
import type { StateDocument } from '../../mock-konnect/state.ts'
import type { Given } from '../given.ts'
import { demoCurityConfiguration } from './curity.ts'
import { demoKonnectState } from './konnect.ts'
import { demo } from './names.ts'

/** How Curity's configuration in the demo world differs from the wizard's, with what is given laid over it. Unchecked. */
export const curityParts = ({ curity = {} }: Given): object =>
  // Two sections give a section.
  layer(demoCurityConfiguration(curity), curity.configuration ?? {}) as object

/** The base URL that is given, in place of the address that Curity listens on. */
export const baseUrlIn = ({ curity }: Given): string | undefined =>
  (curity?.configuration as Partial<CurityConfiguration> | undefined)?.environments?.environment?.['base-url'] // checked by Curity

/** Konnect's state in the demo world, or that of an organisation in which nobody has done anything. */
export async function konnectState(
  given: Given,
  at: { issuers: { provider: string; strategy: string }; upstream: string; now: number },
): Promise<StateDocument> {
  if (given.konnect?.world === 'empty') return emptyState(at.now)
  const passwordHash = await hashPassword(demo.developer.password)
  return demoKonnectState({ given, passwordHash, ...at })
}

/** What a new organisation finds; its control plane is the demo's, so that data planes that know it stay connected. */
function emptyState(now: number): StateDocument {
  const { version, tables } = firstState({ clock: { now: () => now }, ids: randomIds })
  const controlPlanes = tables.control_planes?.map((row) => ({ ...row, id: demo.ids.controlPlane })) ?? []
  return { version, tables: { ...tables, control_planes: controlPlanes } }
}

/** How many data plane nodes there are. */
export const nodeCount = (given: Given): number => givenNodes(given).length

/** What all nodes are given, and each of its own laid over it. */
export const givenNodes = ({ gateway: { nodes = 1, ...common } = {} }: Given): readonly GivenNode[] => {
  const own: readonly GivenNode[] = typeof nodes === 'number' ? Array.from({ length: nodes }, () => ({})) : nodes
  return own.map((node) => ({
    ...common,
    ...node,
    behaviour: { ...common.behaviour, ...node.behaviour },
    quirks: [...(common.quirks ?? []), ...(node.quirks ?? [])],
  }))
}

type GivenNode = Omit<NonNullable<Given['gateway']>, 'nodes'>

/**
 * Switches of a data plane node. The push delay is 0 unless given: with the data plane's own default, one to five seconds, a world
 * would refuse its own first calls.
 */
export const switchesOf = ({ release, behaviour }: GivenNode): object => ({
  pushDelayMs: 0,
  ...(release !== undefined && { gatewayVersion: release }),
  ...behaviour,
})
