import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { keepAliveTimeout, type Listener, listenerOf } from '../../kit/listener.ts'
import { recordedStreams } from '../../kit/recorded-streams.ts'
import { KongResponse } from './kong-response.ts'
import { wantsWebSocket } from './upgrades.ts'

/** nginx's four header buffers of 8 kB (gateway.md 8.1). */
export const headerBytes = 32 * 1024

/** How a server must read requests that go to a proxy. */
export const reading = {
  ...recordedStreams,
  // Node's types want a class that is generic over its request, as no subclass can be.
  ServerResponse: KongResponse as unknown as typeof ServerResponse,
  maxHeaderSize: headerBytes,
  // Node would refuse them itself, in words of its own.
  requireHostHeader: false,
  shouldUpgradeCallback: wantsWebSocket,
} satisfies ServerOptions

/** Where a proxy takes what comes over connections that another server listens for. */
export interface Entrance {
  request(request: IncomingMessage, response: ServerResponse): void
  /** A handshake or a CONNECT, which Node hands over with its connection. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Bytes that are no request. */
  unparsed(error: Error, socket: Socket): void
}

/** A certificate and its key, PEM. */
export interface ListenerTls {
  cert: string
  key: string
}

/**
 * An address of its own before one or several proxies. It does not listen.
 * @param pick asked for each request, whichever connection it comes over: taking turns spreads requests over nodes
 * @param tls makes it the TLS listener of a node, beside the plain one
 */
export async function listenerBefore(pick: () => Entrance, tls?: ListenerTls): Promise<Listener> {
  const server = tls
    ? (await import('node:https')).createServer({ ...reading, keepAliveTimeout, ...tls })
    : createServer({ ...reading, keepAliveTimeout })
  server.on('request', (request, response) => pick().request(request, response))
  takeTheRest(server, pick)
  server.on('clientError', (error: Error, socket: Socket) => pick().unparsed(error, socket))
  return listenerOf(server)
}

/** Takes from a server what Node does not give it as a plain request. */
export function takeTheRest(server: Server, pick: () => Entrance): void {
  const handOver: Entrance['upgrade'] = (request, socket, head) => pick().upgrade(request, socket, head)
  server.on('upgrade', handOver).on('connect', handOver)
  // nginx takes no notice of an expectation that it does not know; Node would answer 417.
  server.on('checkExpectation', (request, response) => pick().request(request, response))
}

/** Gives each of `entrances` in its turn. */
export function inTurn(entrances: readonly [Entrance, ...Entrance[]]): () => Entrance {
  let next = 0
  return () => entrances[next++ % entrances.length] ?? entrances[0]
}
