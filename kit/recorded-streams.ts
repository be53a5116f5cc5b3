import { IncomingMessage, ServerResponse } from 'node:http'

/** Longest body that is kept of what streams through: a proxied call, a mounted library. */
const streamLimit = 16 * 1024

/** The first bytes of a stream. */
export class Pieces {
  /** A character for each byte: as long as an exchange is kept, a buffer would cost four times as much. Undefined when there were too many. */
  #bytes: string | undefined = ''

  add(piece: unknown, encoding: unknown): void {
    if (this.#bytes === undefined) return
    const bytes = bytesOf(piece, encoding)?.toString('latin1')
    if (bytes) this.#bytes = this.#bytes.length + bytes.length > streamLimit ? undefined : this.#bytes + bytes
  }

  /** The whole as text; undefined for none, for what was too long, and for what is no text. */
  get text(): string | undefined {
    if (!this.#bytes) return undefined
    const text = Buffer.from(this.#bytes, 'latin1').toString()
    return text.includes('\ufffd') ? undefined : text
  }
}

function bytesOf(piece: unknown, encoding: unknown): Buffer | undefined {
  if (piece instanceof Buffer) return piece
  if (piece instanceof Uint8Array) return Buffer.from(piece)
  // An encoding is what Node's own `write` takes.
  if (typeof piece === 'string')
    return Buffer.from(piece, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
  return undefined
}

/** A request whose body is noted as it arrives, without setting the stream in motion. */
export class RecordedRequest extends IncomingMessage {
  received: Pieces | undefined

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk !== null) {
      this.received ??= new Pieces()
      this.received.add(chunk, encoding)
    }
    return super.push(chunk, encoding)
  }
}

/** An answer whose body is noted as it is written, whoever writes it. */
export class RecordedResponse extends ServerResponse {
  sent: Pieces | undefined
  /** Whoever knows the body already sets this: then it is not noted a second time. */
  isKnown = false

  // Both have overloads that one signature cannot repeat; what is passed on is what was passed.
  override write(chunk: unknown, encoding?: unknown, then?: unknown): boolean {
    this.#note(chunk, encoding)
    return super.write(chunk, encoding as BufferEncoding, then as () => void)
  }

  override end(chunk?: unknown, encoding?: unknown, then?: unknown): this {
    if (chunk) this.#note(chunk, encoding)
    return super.end(chunk, encoding as BufferEncoding, then as () => void)
  }

  #note(piece: unknown, encoding: unknown): void {
    if (this.isKnown) return
    this.sent ??= new Pieces()
    this.sent.add(piece, encoding)
  }
}

/** What Node's server makes requests and answers of. Where requests are injected without a connection, bodies of streams are not kept. */
export const recordedStreams = {
  IncomingMessage: RecordedRequest,
  // Node's types want a class that is generic over its request, as no subclass can be.
  ServerResponse: RecordedResponse as unknown as typeof ServerResponse,
}
