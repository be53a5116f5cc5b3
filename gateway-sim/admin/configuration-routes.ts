import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Behaviour } from '../../kit/behaviour.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConfigurationStream } from '../configuration/stream-client.ts'

/** What the report is about. */
export interface ConfigurationRoutesOptions {
  configuration: Configuration
  stream: ConfigurationStream
  controlPlane: string
  behaviour: Behaviour<GatewayBehaviour>
}

const Query = Type.Object({
  version: Type.Optional(Type.Integer({ minimum: 0 })),
  wait: Type.Optional(Type.Integer({ minimum: 0, maximum: 5000 })),
})

/**
 * What this node has of the control plane's configuration: ours, not Kong's. With `version` it answers as soon as that version or a
 * later one was received, 408 when it has not come within `wait` ms (default 5000) of real time. For a node that a switch keeps away from
 * the control plane nobody waits.
 */
export const configurationRoutes: FastifyPluginAsyncTypebox<ConfigurationRoutesOptions> = async (
  app,
  { configuration, stream, controlPlane, behaviour },
) => {
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())

  app.get('/configuration', { schema: { querystring: Query } }, async (request, reply) => {
    const { version = 0, wait = 5000 } = request.query
    const { dpConnected } = behaviour.current
    const inTime = !dpConnected || (await received(configuration, version, wait, closing.signal))
    return reply.code(inTime ? 200 : 408).send({
      control_plane: controlPlane,
      connected: stream.connected,
      ...configuration.applied,
      received: configuration.received,
      pending: configuration.pending(),
      problems: configuration.problems,
    })
  })
}

async function received(
  configuration: Configuration,
  version: number,
  wait: number,
  closing: AbortSignal,
): Promise<boolean> {
  if (configuration.received.version >= version) return true
  const settled = new AbortController()
  const end = configuration.onLine(() => {
    if (configuration.received.version >= version) settled.abort()
  })
  await delay(wait, undefined, { signal: AbortSignal.any([settled.signal, closing]) }).catch(() => undefined)
  end()
  return configuration.received.version >= version
}
