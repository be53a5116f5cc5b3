import type { Behaviour } from '../../kit/behaviour.ts'
import type { App } from '../../kit/mock-server.ts'
import type { Switches } from '../behaviour.ts'
import type { CurityHooks } from '../quirks/hook-points.ts'

/**
 * The status endpoint, which stands on a port of its own, 4465 in the product: 200 while the node serves, else 503 (`curity.md` 1.1).
 * The state is a switch, so that a probe can be shown each of them.
 */
export function statusApp(app: App, behaviour: Behaviour<Switches, CurityHooks>): App {
  const status = () => {
    const { nodeState } = behaviour.current
    const isReady = nodeState === 'RUNNING'
    return { code: isReady ? 200 : 503, body: { isReady, nodeState, isServing: isReady } }
  }
  for (const url of ['/', '/serving']) {
    app.route({
      method: ['GET', 'HEAD'],
      url,
      handler: async (_request, reply) => {
        const { code, body } = status()
        return reply.code(code).header('cache-control', 'no-store').send(body)
      },
    })
  }
  return app
}
