import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { KongResponse } from './kong-response.ts'

/**
 * An answer on a connection that Node has let go of, which ends with it.
 * @param isKept asked when the answer is over: whether somebody else has the connection by now
 */
export function detachedAnswer(socket: Duplex, request: IncomingMessage, isKept = () => false): ServerResponse {
  const response = new KongResponse(request)
  response.shouldKeepAlive = false
  // Sockets of a server are sockets; the event's type is wider for who emits it himself.
  const connection = socket as Parameters<ServerResponse['assignSocket']>[0]
  response.assignSocket(connection)
  response.once('finish', () => {
    response.detachSocket(connection)
    response.emit('close')
    if (!isKept()) socket.end()
  })
  return response
}
