import { Complaints } from '../../kit/complaints.ts'
import type { Edge, EdgeName, Edges } from './edge.ts'
import type { Hop } from './hop.ts'

/** The ways between the servers of one world. */
export interface Network {
  /** The hop of an edge. @throws Complaints when the world was started without one there */
  edge(name: EdgeName): Hop
  /** Where `caller-callee` finds what is at `address`: there, or at the hop before it, which is started now. */
  way(name: EdgeName, address: string): Promise<string>
  close(): Promise<void>
}

/** The network of a world. Nothing is loaded or started while no edge is given. */
export function networkOf(edges: Edges = {}): Network {
  const hops = new Map<EdgeName, Hop>()
  return {
    edge(name) {
      const hop = hops.get(name)
      if (hop) return hop
      const expected = 'this world has no hop there; give it one: network: { ... }, an empty edge is enough'
      throw new Complaints('network', [{ path: name, expected }])
    },
    async way(name, address) {
      const edge: Edge | undefined = edges[name]
      if (!edge) return address
      if (address.startsWith('https:')) {
        const expected = 'hops carry plain HTTP: not together with TLS'
        throw new Complaints('network', [{ path: name, expected }])
      }
      const { startHop } = await import('./hop.ts')
      const { origin } = new URL(address)
      const hop = await startHop(origin, edge)
      hops.set(name, hop)
      return hop.url + address.slice(origin.length)
    },
    async close() {
      await Promise.all([...hops.values()].map((hop) => hop.close()))
    },
  }
}
