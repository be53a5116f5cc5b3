import type { ArmedFault } from '../kit/faults.ts'
import type { World } from './world.ts'

/** The faults of a world that were armed and never hit. One that was armed at every node counts as hit when one node was. */
export async function unusedFaults({ levers, gateway }: World): Promise<ArmedFault[]> {
  const others = levers.servers.filter((server) => server !== 'gateway').map((server) => levers.faults(server))
  const nodes = Array.from({ length: gateway.nodes }, (_, at) => gateway.node(at + 1).faults())
  const armed = (await Promise.all([...others, ...nodes])).flat()
  const hit = new Set(armed.filter(({ hits }) => hits > 0).map(asArmed))
  const unused = new Map(armed.map((fault) => [asArmed(fault), fault]))
  return [...unused].filter(([text]) => !hit.has(text)).map(([, fault]) => fault)
}

/** A fault as it was armed, whichever number it got. */
const asArmed = ({ id: _id, hits: _hits, seen: _seen, ...fault }: ArmedFault): string => JSON.stringify(fault)
