import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { freePort } from '../../kit/free-port.ts'

/** An upstream that takes WebSocket handshakes and sends back what it gets. */
export interface WebSocketUpstream {
  /** Nobody else's either when the server is closed. */
  port: number
  /** The handshakes it got. */
  seen: IncomingMessage[]
  /** Its open connections after a handshake. */
  sockets: Set<Socket>
  close(): Promise<void>
}

/** @param silent agrees to the handshake, and says nothing more */
export async function webSocketUpstream({ silent = false } = {}): Promise<WebSocketUpstream> {
  const seen: IncomingMessage[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_request, response) => response.writeHead(426, { 'x-own': '1' }).end('upgrade, please'))
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    seen.push(request)
    if (request.url === '/refused') {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Own: 1\r\nConnection: close\r\n\r\nno')
      return
    }
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
    socket.write(agreement(request))
    if (silent) socket.resume()
    else echoFrames(socket)
    socket.on('end', () => socket.end())
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port,
    seen,
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** RFC 6455 section 4.2.2. */
function agreement({ headers }: IncomingMessage): string {
  const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const accept = createHash('sha1').update(key).digest('base64')
  const [protocol] = headers['sec-websocket-protocol']?.split(', ') ?? []
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol}`] : []),
    '',
    '',
  ].join('\r\n')
}

/** Bytes come in pieces of any length: a frame is answered when it is whole. */
function echoFrames(socket: Socket): void {
  let bytes = Buffer.alloc(0)
  socket.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece])
    for (let length = lengthOf(bytes); length <= bytes.length; length = lengthOf(bytes)) {
      echo(socket, bytes.subarray(0, length))
      bytes = bytes.subarray(length)
    }
  })
}

/** How long the frame is that begins here: its head, its mask and less than 126 bytes. */
const lengthOf = ([, second]: Buffer): number => 6 + ((second ?? 0) & 0x7f)

/** One short frame as RFC 6455 section 5.2 has it: unmasked, with the same opcode. A close frame ends the connection. */
function echo(socket: Socket, [first = 0, second = 0, ...rest]: Buffer): void {
  const [mask, payload] = [rest.slice(0, 4), rest.slice(4, 4 + (second & 0x7f))]
  const plain = payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))
  socket.write(Buffer.from([first, plain.length, ...plain]))
  if ((first & 0x0f) === 8) socket.end()
}
