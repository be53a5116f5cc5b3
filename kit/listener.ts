import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** As Fastify has it: a caller's connection that is idle stays for this long, in ms. */
export const keepAliveTimeout = 72_000

/** A bare HTTP server, as far as whoever starts it needs to know. */
export interface Listener {
  server: Server
  listen(at: { host: string; port: number }): Promise<void>
  /** Ends every connection, those too that were handed on by an upgrade. */
  close(): Promise<void>
}

/** How `server` is let listen and ended. */
export function listenerOf(server: Server): Listener {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return {
    server,
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject).listen({ host, port }, () => {
          server.off('error', reject)
          resolve()
        })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
