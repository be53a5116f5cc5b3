import { onTestFinished } from 'vitest'
import { buildGatewaySim } from '../../gateway-sim/app.ts'
import type { GatewayBehaviour } from '../../gateway-sim/behaviour.ts'
import { ask, good, type Reply, type Rig } from './rig.ts'
import { konnectToken } from './test-control-plane.ts'

/** A second node beside the rig's, in the same process and on the same clock. */
export async function secondNode(rig: Rig, behaviour: Partial<GatewayBehaviour> = {}) {
  const node = buildGatewaySim({
    konnectUrl: rig.control.url,
    konnectToken,
    clock: rig.clock,
    behaviour,
    nodeName: 'second',
  })
  const url = await node.proxy.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => node.proxy.close())
  await node.ready()
  const call = (headers: Record<string, string>): Promise<Reply> => ask(`${url}/orders`, { headers })
  return {
    ...node,
    call,
    /** A session that begins at this node, as a `Cookie` header. */
    async session(): Promise<string> {
      const [line = ''] = (await call(good)).headers.getSetCookie()
      return line.slice(0, line.indexOf(';'))
    },
  }
}
