import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { ExchangeBus } from '../exchanges.ts'

/** Exchanges come in flocks, and nobody reads faster. */
const pauseMs = 250

/**
 * `GET /exchanges/stream`: server-sent events (HTML Living Standard 9.2) that say that there are new exchanges, and the id of the last
 * one; whoever wants to see them asks. Ends with the server. Of a reader that is slow at most one event waits.
 */
export function liveStream(mock: FastifyInstance, bus: ExchangeBus): void {
  const open = new Set<ServerResponse>()
  mock.get('/exchanges/stream', (_request, reply) => {
    const { raw } = reply.hijack()
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const end = tellOf(
      bus,
      (latest) => raw.write(`event: exchanges\ndata: ${latest}\n\n`),
      () => !raw.writableNeedDrain,
    )
    open.add(raw)
    raw.once('close', () => {
      open.delete(raw)
      end()
    })
  })
  mock.addHook('onClose', async () => {
    for (const raw of open) raw.end()
  })
}

/** Tells at once, and then whenever there is something new: not more often than after each pause, and only while `ready`. */
function tellOf(bus: ExchangeBus, tell: (latest: number) => void, ready: () => boolean): () => void {
  let timer: NodeJS.Timeout | undefined
  const due = () => {
    timer = undefined
    if (ready()) tell(bus.latest)
    else wait()
  }
  const wait = () => {
    timer ??= setTimeout(due, pauseMs).unref()
  }
  tell(bus.latest)
  const end = bus.watch(wait)
  return () => {
    end()
    clearTimeout(timer)
  }
}
