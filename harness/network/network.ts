import { Complaints } from '../../kit/complaints.ts'
import type { Certificate } from '../../kit/tls/certificate-authority.ts'
import type { Certificates } from '../certificates.ts'
import { type Edge, type EdgeName, type Edges, edgeNames } from './edge.ts'
import type { Hop } from './hop.ts'

/** A hop as it stands. */
export interface HopState {
  /** Where the caller finds the other side. */
  url: string
  /** Where that is in truth. */
  target: string
  edge: Edge
  /** How many the caller holds open now. */
  connections: number
}

/** Every edge that has a hop. */
export type Hops = Partial<Record<EdgeName, HopState>>

/** The ways between the servers of one world, where they run. */
export interface Network {
  /**
   * Where `caller-callee` finds what is at `address`: there, or at the hop before it, which is started now.
   * @param behind the certificate of what is there
   */
  way(name: EdgeName, address: string, behind?: Certificate): Promise<string>
  hops(): Hops
  /** Changes single members of the edges that are named. @throws Complaints; nothing is changed then */
  change(edges: Edges): Promise<void>
  /** What stands at every edge from now on: as named, else a plain way. @throws Complaints; nothing is changed then */
  set(edges: Edges): Promise<void>
  /** Back to the edges that the world was started with. */
  reset(): Promise<void>
  /** Ends the open connections of an edge. @throws Complaints */
  breakConnections(name: EdgeName): void
  close(): Promise<void>
}

/** The network of a world. Nothing is loaded or started while no edge is given. */
export function networkOf(edges: Edges, issue: Certificates['issue']): Network {
  const started = new Map<EdgeName, Started>()
  const hopAt = (name: EdgeName): Hop => {
    const found = started.get(name)
    if (found) return found.hop
    const expected =
      'this world has no hop there; name the edge in given.network of the scenario or network of the settings file ({} is enough), or start with --network'
    throw new Complaints('network', [{ path: name, expected }])
  }
  const put = async (wanted: Edges) => {
    const pairs = namesOf(wanted).map((name) => ({ hop: hopAt(name), edge: wanted[name] ?? {} }))
    await Promise.all(pairs.map(({ hop, edge }) => hop.check(edge)))
    await Promise.all(pairs.map(({ hop, edge }) => hop.set(edge)))
  }
  const plain = () => Object.fromEntries(Array.from(started.keys(), (name) => [name, {}]))
  return {
    async way(name, address, behind) {
      const edge = edges[name]
      if (!edge) return address
      const { startHop } = await import('./hop.ts')
      const { origin: target } = new URL(address)
      const hop = await startHop({ name, target, edge, certificate: behind, issue })
      started.set(name, { hop, target })
      await hop.check(edge)
      return hop.url + address.slice(target.length)
    },
    hops() {
      const state = ({ hop: { url, edge, connections }, target }: Started) => ({ url, target, edge, connections })
      return Object.fromEntries(Array.from(started, ([name, each]) => [name, state(each)]))
    },
    change: (changes) =>
      put(Object.fromEntries(namesOf(changes).map((name) => [name, { ...hopAt(name).edge, ...changes[name] }]))),
    set: (wanted) => put({ ...plain(), ...wanted }),
    reset: () => put({ ...plain(), ...edges }),
    breakConnections: (name) => hopAt(name).breakConnections(),
    async close() {
      await Promise.all(Array.from(started.values(), ({ hop }) => hop.close()))
    },
  }
}

interface Started {
  hop: Hop
  target: string
}

const namesOf = (edges: Edges): EdgeName[] => edgeNames.filter((name) => edges[name] !== undefined)
