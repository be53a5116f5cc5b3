import { IncomingMessage, METHODS, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { App } from '../../kit/mock-server.ts'
import { badRequest, type GatewayError, headerTooLarge, uriTooLong } from '../errors.ts'
import * as reasons from '../reasons.ts'
import { detachedAnswer } from './detached-answer.ts'
import { headerBytes } from './entrance.ts'

/** What Node's parser says of bytes that it cannot read, with the piece of them that it stopped at. */
export interface ParserError extends Error {
  code?: string
  reason?: string
  rawPacket?: Buffer
}

/** Bytes that are no request, in the place of one: with its method and URL where they can be read, else as `GET /`. */
export class UnparsedRequest extends IncomingMessage {
  readonly refusal: GatewayError

  /** @param within the request whose body they are a part of */
  constructor(socket: Socket, error: ParserError, lineBytes: number, within: IncomingMessage | undefined) {
    super(socket)
    const begin = error.rawPacket?.toString('latin1', 0, lineBytes) ?? ''
    const [, method = '', url] = /^([A-Z]+) (\/\S*)/.exec(begin) ?? []
    const legible = METHODS.includes(method) ? { method, url } : { method: 'GET', url: '/' }
    Object.assign(this, within ? { method: within.method, url: within.url } : legible)
    if (error.code !== 'HPE_HEADER_OVERFLOW') this.refusal = badRequest(reasons.notHttp(whatIsWrong(error)))
    else if (/^[A-Z]+ \S*$/.test(begin)) this.refusal = uriTooLong(reasons.longUri(lineBytes))
    else this.refusal = headerTooLarge(reasons.longHeaders(headerBytes))
  }
}

/**
 * Lets bytes that are no request into `app` in the place of one, so that they are refused, recorded and explained like every other
 * (gateway.md 8.1). What else goes wrong with a connection ends it without a word; so does a caller that sends no whole request in time.
 * @param lineBytes one of nginx's header buffers
 */
export function enterUnparsed(app: App, error: ParserError, socket: Socket, lineBytes: number): void {
  if (!isUnreadable(error) || !socket.writable) return void socket.destroy()
  const open = answerOn(socket)
  // Bytes behind a whole request are none of its business: it is answered first.
  if (open?.req.complete) return void open.once('close', () => enterUnparsed(app, error, socket, lineBytes))
  // An answer that has begun cannot be taken back, and another in the middle of it would be read as its body.
  if (open?.headersSent) return void socket.destroy()
  open?.detachSocket(socket)
  open?.emit('close')
  const request = new UnparsedRequest(socket, error, lineBytes, open?.req)
  app.routing(request, detachedAnswer(socket, request))
}

/** Whether bytes came that cannot be read, rather than no more of them: the caller hung up, or its time is over. */
const isUnreadable = ({ code = '' }: ParserError): boolean =>
  code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE'

/** The answer that a connection is used for. Node keeps it here, and looks here itself before it refuses unreadable bytes. */
const answerOn = (socket: Socket) => (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined

/** A TLS record begins with its content type, 22 for a handshake (RFC 8446 section 5.1). */
const whatIsWrong = ({ message, reason = message, rawPacket }: ParserError): string =>
  rawPacket?.[0] === 22 ? 'they are a TLS handshake, and this port speaks plain HTTP' : reason
