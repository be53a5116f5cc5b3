import { type ServerLevers, serverLevers } from '../server-levers.ts'
import { type Caller, expectStatus, type Reply } from './caller.ts'
import type { GatewayCalls } from './gateway.ts'

/** One data plane node of several: the same calls, and the levers of this node alone. */
export interface GatewayNode extends GatewayCalls, ServerLevers {
  /** Starts the node again: what a process keeps in memory is gone, the configuration stays (`gateway.md` 6). */
  restart(): Promise<void>
  /** Makes it another release: its version, and exactly the known quirks that this release has. */
  release(version: string): Promise<void>
  /** Calls this node's admin API (`DELETE /cache`, `GET /status`). */
  admin(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<Reply>
}

/** @param lever calls this node's admin port */
export function gatewayNode(calls: GatewayCalls, lever: Caller): GatewayNode {
  const levers = serverLevers(lever)
  return {
    ...calls,
    ...levers,
    async release(version) {
      await levers.quirks({ release: version })
      await levers.behave({ gatewayVersion: version })
    },
    async restart() {
      expectStatus(await lever('POST', '/_mock/restart'), 200)
    },
    admin: lever,
  }
}
