import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { App } from '../../kit/mock-server.ts'
import { detachedAnswer } from './detached-answer.ts'

/** Whether a request asks to switch to WebSocket, the only protocol that is switched to (gateway.md 8.5; RFC 6455 section 4.1). */
export const wantsWebSocket = (request: IncomingMessage): boolean =>
  request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket' && !hasBody(request)

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** A connection whose handshake is under way, or over. */
export interface Handshake {
  socket: Duplex
  /** What the caller sent behind the handshake already. */
  head: Buffer
  /** Set once the upstream has agreed: from then on the connection is the tunnel's. */
  switched: boolean
}

/**
 * Lets handshakes of WebSockets go through an application like every other request, so that they are routed, authenticated and
 * recorded the same. What becomes of the connection is up to whoever takes the handshake.
 */
export class Upgrades {
  readonly #handshakes = new WeakMap<IncomingMessage, Handshake>()
  readonly #open = new Set<Duplex>()

  /** Hands a handshake to `app`. */
  enter(app: App, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Where Node cannot be told which upgrades to leave alone (before 24.9), it has lost their bodies.
    if (hasBody(request)) {
      socket.destroy()
      return
    }
    this.#open.add(socket)
    socket.on('error', () => undefined).once('close', () => this.#open.delete(socket))
    const handshake = { socket, head, switched: false }
    if (wantsWebSocket(request)) this.#handshakes.set(request, handshake)
    app.routing(
      request,
      detachedAnswer(socket, request, () => handshake.switched),
    )
  }

  /** The handshake that a request is; undefined for any other request. */
  of(request: IncomingMessage): Handshake | undefined {
    return this.#handshakes.get(request)
  }

  /** Ends every connection that came as a handshake, tunnels too. */
  close(): void {
    for (const socket of this.#open) socket.destroy()
  }
}
