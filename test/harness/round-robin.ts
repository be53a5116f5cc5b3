import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { keepAliveTimeout } from '../../kit/listener.ts'

/** A load balancer of the simplest kind. */
export interface RoundRobin {
  url: string
  /** Ports of this machine that take requests in turn; may grow. */
  readonly ports: number[]
  /** How many requests each port got. */
  readonly served: ReadonlyMap<number, number>
  close(): void
}

/** Lets each request go to the next port, streams and all. */
export async function roundRobin(): Promise<RoundRobin> {
  const ports: number[] = []
  const served = new Map<number, number>()
  let turn = 0
  // Answers that go through say how long the servers behind keep idle connections.
  const server = createServer({ keepAliveTimeout }, (incoming, answer) => {
    const port = ports[turn++ % ports.length] ?? 0
    served.set(port, (served.get(port) ?? 0) + 1)
    const { method, url: path, headers } = incoming
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      answer.flushHeaders()
      pipeline(got, answer, () => {}) // either end may go away
    })
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    ports,
    served,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
