import { once } from 'node:events'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A server could not listen. The message says which port, who needs it and how to choose another. */
export class CannotListen extends Error {}

/** What can be let listen: an application, or a server that stands before several. */
export interface Listening {
  server: Server
  listen(at: { host: string; port: number }): Promise<unknown>
  /** Fastify's; a server that has no hooks has no answers of its own. */
  addHook?(name: 'preClose', hook: () => Promise<void>): unknown
}

export interface Listen {
  host: string
  /** 0 picks a free one. */
  port: number
  /** Who needs the port, for the message: "mock-curity (runtime)". */
  who: string
  /** The setting that chooses another port. */
  setting: string
  /** How long answers that are under way may take when the application closes, in ms; default 0: they are cut. */
  grace?: number
}

/** Lets `app` listen. Gives the port it got. @throws CannotListen */
export async function serve(app: Listening, { host, port, who, setting, grace = 0 }: Listen): Promise<number> {
  if (grace > 0) finishFirst(app, grace)
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
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'this machine has no such address'
  return message
}

/** Lets answers that are under way go out before `app` closes. What never ends by itself has hooks that end it. */
function finishFirst(app: Listening, ms: number): void {
  const underWay = new Set<ServerResponse>()
  app.server.on('request', (_request, response: ServerResponse) => {
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
  })
  app.addHook?.('preClose', async () => {
    const finished = Promise.all(Array.from(underWay, (response) => once(response, 'close')))
    await Promise.race([finished, pause(ms, undefined, { ref: false })])
  })
}

/**
 * Calls `close` once on SIGINT or SIGTERM, then ends the process with code 0; a second signal ends it at once.
 * @returns whether a signal came: what fails from then on fails because of it
 */
export function closeOnSignal(close: () => Promise<unknown>): () => boolean {
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
  return () => closing
}
