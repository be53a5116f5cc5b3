import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Behaviour } from '../../kit/behaviour.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { guardLevers } from '../../kit/lever-access.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConfigurationStream } from '../configuration/stream-client.ts'
import { gatewayVersion } from '../gateway-version.ts'

/** What the routes tell of, and what they do to it. */
export interface NodeRoutesOptions {
  nodeName: string
  controlPlane: string
  controlToken: string | undefined
  configuration: Configuration
  stream: ConfigurationStream
  behaviour: Behaviour<GatewayBehaviour>
  clock: Clock
  /** Epoch ms by the node's clock. */
  startedAt: number
  restart(): void
}

/**
 * The node as one of several: who it is, and a restart. Ours, not Kong's. A restart loses what a process keeps in memory (tokens, what
 * was discovered, the secret of sessions, lines that waited for their delay) and keeps the configuration, which is on disk (gateway.md 6).
 */
export const nodeRoutes: FastifyPluginAsyncTypebox<NodeRoutesOptions> = async (app, options) => {
  const { nodeName, controlPlane, configuration, stream, behaviour, clock } = options
  let { startedAt } = options
  guardLevers(app, options.controlToken)

  const told = () => ({
    name: nodeName,
    server: gatewayVersion(behaviour.current.gatewayVersion).server,
    control_plane: controlPlane,
    connected: stream.connected,
    started_at: isoTime({ now: () => startedAt }),
    ...configuration.applied,
  })
  app.get('/node', async () => told())
  app.post('/restart', async () => {
    options.restart()
    startedAt = clock.now()
    return told()
  })
}
