import type { Addresses } from './addresses.ts'
import { prepare } from './demo/prepare.ts'
import { nodeCount } from './demo/start.ts'
import type { Heard } from './drivers/caller.ts'
import type { ServerName } from './levers.ts'
import { type Edges, edgeNames } from './network/edge.ts'
import type { Hops } from './network/network.ts'
import { bringsQuirks } from './quirks.ts'
import type { Scenario } from './scenario.ts'
import { connectWorld, startWorld, type World } from './world.ts'

/** Where a run of scenarios gets its worlds. */
export interface WorldSource {
  /** Whether faults, clocks and states can be asked for: mocks answer. */
  readonly hasLevers: boolean
  /** Why this scenario cannot run here, if so. */
  cannotRun(scenario: Scenario): string | undefined
  /** A world as the scenario wants it. */
  open(scenario: Scenario, heard?: Heard): Promise<World>
  /** The scenario is done with it. */
  shut(world: World): Promise<void>
  /** The run is over. */
  end(): Promise<void>
}

/** A fresh world in this process for each scenario. */
export const freshWorlds: WorldSource = {
  hasLevers: true,
  cannotRun: () => undefined,
  open: ({ given }, heard) => startWorld({ ...(given && { given }), ...(heard && { heard }) }),
  shut: (world) => world.close(),
  end: async () => undefined,
}

/** What has a state worth keeping; a data plane gets its own from Konnect. */
const stateful: readonly ServerName[] = ['curity', 'konnect']

/**
 * The same servers for every scenario. Mocks are brought into the state that a scenario is given, and get back at the end what
 * they had before. Servers without levers (the real products) are taken as they are: what needs a lever is skipped.
 */
export async function sharedWorlds(addresses: Addresses): Promise<WorldSource> {
  const world = await connectWorld(addresses)
  const mocks = await hasLevers(world)
  const hops = mocks ? await world.network.hops() : {}
  const before = mocks ? await Promise.all(stateful.map((server) => world.levers.state(server, { secrets: true }))) : []
  return {
    hasLevers: mocks,
    cannotRun({ given, needs }) {
      const nodes = nodeCount(given ?? {})
      if (nodes > world.gateway.nodes) return `needs ${nodes} data plane nodes, and there is ${world.gateway.nodes}`
      const wants = given?.network && lacking(given.network, hops)
      if (wants) return `needs ${wants}, and there is none: start the servers with --network`
      if (given?.tls) return 'needs certificates of its own, which only a world in this process can have'
      if (given && bringsQuirks(given)) return 'brings quirks of its own, which only a world in this process can have'
      if (mocks) return undefined
      if (needs?.includes('levers')) return 'needs levers, and these servers have none'
      return given ? 'needs a world of its own making, and these servers cannot be told' : undefined
    },
    async open({ given }, heard) {
      if (mocks) await prepare(world, given ?? {})
      return connectWorld(addresses, { ...(heard && { heard }) })
    },
    shut: (used) => used.close(),
    async end() {
      if (mocks) {
        await world.levers.reset()
        await Promise.all(stateful.map((server, at) => world.levers.load(server, before[at])))
      }
      await world.close()
    },
  }
}

/** The first hop that a scenario needs and these servers have not. */
function lacking(wanted: Edges, hops: Hops): string | undefined {
  const missing = edgeNames.flatMap((name) => {
    if (wanted[name] === undefined) return []
    if (!hops[name]) return [`a hop at ${name}`]
    return wanted[name].tls !== undefined && hops[name].url.startsWith('http:') ? [`https at ${name}`] : []
  })
  return missing[0]
}

async function hasLevers({ levers }: World): Promise<boolean> {
  try {
    await Promise.all([...stateful, 'gateway' as const].map((server) => levers.faults(server)))
    return true
  } catch {
    return false
  }
}
