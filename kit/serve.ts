import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server could not listen. The message says which port, who needs it and how to choose another. */
export class CannotListen extends Error {}

/** What can be let listen: an application, or a server that stands before several. */
export interface Listening {
  server: Server
  listen(at: { host: string; port: number }): Promise<unknown>
}

export interface Listen {
  host: string
  /** 0 picks a free one. */
  port: number
  /** Who needs the port, for the message: "mock-curity (runtime)". */
  who: string
  /** The setting that chooses another port. */
  setting: string
}

/** Lets `app` listen. Gives the port it got. @throws CannotListen */
export async function serve(app: Listening, { host, port, who, setting }: Listen): Promise<number> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw new CannotListen(`${who} cannot listen on ${host}:${port}: ${why(error)}; set ${setting} to another port`)
  }
  // Listening on TCP, so the address is one of a port.
  return (app.server.address() as AddressInfo).port
}

function why(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  if (code === 'EADDRINUSE') return 'the port is taken by another process'
  if (code === 'EACCES') return 'this user may not open that port'
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address'
  return message
}

/** Calls `close` once on SIGINT or SIGTERM, then ends the process with code 0; a second signal ends it at once. */
export function closeOnSignal(close: () => Promise<unknown>): void {
  let closing = false
  const stop = () => {
    if (closing) process.exit(1)
    closing = true
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
}
