import { type Caller, expectStatus } from '../drivers/caller.ts'
import type { Edge, EdgeName, Edges } from './edge.ts'
import type { Hops } from './network.ts'

/** The ways between the servers of a world, in this process or another one. */
export interface NetworkLevers {
  edge(name: EdgeName): EdgeLevers
  /** Every edge that has a hop; none where the world has no network of its own. */
  hops(): Promise<Hops>
  /** What stands at every edge from now on: as named, else a plain way. */
  set(edges: Edges): Promise<void>
  /** Back to the edges that the world was started with. */
  reset(): Promise<void>
}

/** One way. Where the world has no hop there, a change is refused in words. */
export interface EdgeLevers {
  /** Where the caller finds the other side. */
  url(): Promise<string>
  /** What stands between them from now on; a member that is not named stays as it is. */
  change(edge: Edge): Promise<void>
  /** Ends every connection that is open, as a network does that breaks. */
  breakConnections(): Promise<void>
}

/** @param call calls where `/_mock/` of one of the servers is */
export function networkLevers(call: Caller): NetworkLevers {
  const ask = async (method: 'PUT' | 'PATCH', json?: Edges): Promise<Hops> =>
    (expectStatus(await call(method, '/_mock/network', { json }), 200).body as { hops: Hops }).hops // what the lever tells
  return {
    edge: (name) => ({
      url: async () => (await ask('PATCH', { [name]: {} }))[name]?.url ?? '',
      change: async (edge) => void (await ask('PATCH', { [name]: edge })),
      async breakConnections() {
        expectStatus(await call('DELETE', `/_mock/network/${name}/connections`), 204)
      },
    }),
    async hops() {
      const reply = await call('GET', '/_mock/network')
      // Servers that run one by one have no network of theirs.
      return reply.status === 404 ? {} : (expectStatus(reply, 200).body as { hops: Hops }).hops // as above
    },
    set: async (edges) => void (await ask('PUT', edges)),
    async reset() {
      expectStatus(await call('DELETE', '/_mock/network'), 204)
    },
  }
}
