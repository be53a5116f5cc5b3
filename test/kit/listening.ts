import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { App } from '../../kit/mock-server.ts'

/** A host that has no address, which no name server need be asked to find out: a label has 63 characters at most (RFC 1035 section 2.3.4). */
export const nameless: string = `${'x'.repeat(64)}.invalid`

/** Lets `app` listen until the test is over. Gives its address. */
export async function listening(app: App): Promise<string> {
  onTestFinished(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

/** A bare TCP server that does `what` with each connection. Gives its port, and how many connections there were. */
export async function socketServer(
  what: (socket: Socket) => void,
): Promise<{ port: number; connections: () => number }> {
  const sockets = new Set<Socket>()
  let count = 0
  const server = createServer((socket) => {
    count++
    sockets.add(socket)
    socket.on('error', () => undefined)
    what(socket)
  })
  await started(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: portOf(server), connections: () => count }
}

const started = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

// A server that listens on TCP has an address of this form.
const portOf = (server: Server) => (server.address() as AddressInfo).port
