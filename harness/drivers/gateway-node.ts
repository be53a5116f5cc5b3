import type { Fault } from '../../kit/fault-schema.ts'
import type { ArmedFault } from '../../kit/faults.ts'
import { type Caller, expectStatus, type Reply } from './caller.ts'
import type { GatewayCalls } from './gateway.ts'

/** One data plane node of several: the same calls, and the levers of this node alone. */
export interface GatewayNode extends GatewayCalls {
  /** Changes switches of this node. */
  behave(switches: object): Promise<void>
  /** Moves this node's clock by `ms`. */
  advance(ms: number): Promise<void>
  /** Arms a fault at this node's proxy. */
  fault(fault: Fault): Promise<ArmedFault>
  /** Starts the node again: what a process keeps in memory is gone, the configuration stays (`gateway.md` 6). */
  restart(): Promise<void>
  /** Calls this node's admin API (`DELETE /cache`, `GET /status`). */
  admin(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<Reply>
}

/** @param lever calls this node's admin port */
export function gatewayNode(calls: GatewayCalls, lever: Caller): GatewayNode {
  return {
    ...calls,
    async behave(switches) {
      expectStatus(await lever('PATCH', '/_mock/behaviour', { json: switches }), 200)
    },
    async advance(ms) {
      expectStatus(await lever('POST', '/_mock/clock', { json: { advance: ms } }), 200)
    },
    async fault(fault) {
      // What the server answers for an armed fault.
      return expectStatus(await lever('POST', '/_mock/faults', { json: fault }), 201).body as ArmedFault
    },
    async restart() {
      expectStatus(await lever('POST', '/_mock/restart'), 200)
    },
    admin: lever,
  }
}
