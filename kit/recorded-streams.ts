import { IncomingMessage, ServerResponse } from 'node:http'

/** Longest body that is kept of what streams through: a proxied call, a mounted library. */
const streamLimit = 16 * 1024

/** The first pieces of a stream. Of buffers a copy is kept: a short piece may be part of a large one. */
export class Pieces {
  #kept: (string | Buffer)[] = []
  #encoding: BufferEncoding = 'utf8'
  #length = 0

  add(piece: unknown, encoding: unknown): void {
    if (this.#length > streamLimit) return
    if (typeof piece === 'string') {
      if (typeof encoding === 'string') this.#encoding = encoding as BufferEncoding // what Node's own `write` takes
      this.#keep(piece)
    } else if (piece instanceof Uint8Array) this.#keep(Buffer.from(piece))
  }

  /** The whole as text; undefined for none, for what was too long, and for what is no text. */
  get text(): string | undefined {
    if (this.#length === 0 || this.#length > streamLimit) return undefined
    const pieces = this.#kept.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, this.#encoding) : piece))
    const text = Buffer.concat(pieces).toString()
    return text.includes('\ufffd') ? undefined : text
  }

  #keep(piece: string | Buffer): void {
    this.#length += piece.length
    if (this.#length > streamLimit) this.#kept = []
    else this.#kept.push(piece)
  }
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

  // Both have overloads that one signature cannot repeat; what is passed on is what was passed.
  override write(...given: unknown[]): boolean {
    this.#note(given[0], given[1])
    return super.write(...(given as Parameters<ServerResponse['write']>))
  }

  override end(...given: unknown[]): this {
    if (given[0]) this.#note(given[0], given[1])
    return super.end(...(given as Parameters<ServerResponse['end']>))
  }

  #note(piece: unknown, encoding: unknown): void {
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
