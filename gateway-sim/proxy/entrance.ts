import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Listener, listenerOf } from '../../kit/listener.ts'
import { recordedStreams } from '../../kit/recorded-streams.ts'
import { wantsWebSocket } from './upgrades.ts'

/** nginx's four header buffers of 8 kB (gateway.md 8.1). */
const headerBytes = 32 * 1024

/** How a server must read requests that go to a proxy. */
export const reading = {
  ...recordedStreams,
  maxHeaderSize: headerBytes,
  shouldUpgradeCallback: wantsWebSocket,
} satisfies ServerOptions

/** Where a proxy takes what comes over connections that another server listens for. */
export interface Entrance {
  request(request: IncomingMessage, response: ServerResponse): void
  /** A handshake, which Node hands over with its connection. */
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
  const server = tls ? (await import('node:https')).createServer({ ...reading, ...tls }) : createServer(reading)
  server.on('request', (request, response) => pick().request(request, response))
  server.on('upgrade', (request, socket, head) => pick().upgrade(request, socket, head))
  server.on('clientError', (error: Error, socket: Socket) => pick().unparsed(error, socket))
  return listenerOf(server)
}

/** Gives each of `entrances` in its turn. */
export function inTurn(entrances: readonly [Entrance, ...Entrance[]]): () => Entrance {
  let next = 0
  return () => entrances[next++ % entrances.length] ?? entrances[0]
}
