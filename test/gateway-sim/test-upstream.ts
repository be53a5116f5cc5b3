import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { freePort } from '../../kit/free-port.ts'

export interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  rawHeaders: string[]
  body: string
}

/** The API behind the gateway: remembers what it was asked. */
export class TestUpstream {
  readonly seen: Seen[] = []
  /** Takes over from the usual answer. */
  respond: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  /** Nobody else's either when the server is closed. */
  port = 0
  readonly #server: Server = createServer((request, response) => void this.#handle(request, response))

  async start(): Promise<this> {
    this.port = await freePort()
    await new Promise<void>((resolve) => this.#server.listen(this.port, '127.0.0.1', resolve))
    return this
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get last(): Seen {
    const last = this.seen.at(-1)
    if (!last) throw new Error('the upstream was not asked')
    return last
  }

  /** How many connections are open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers, rawHeaders } = request
    const seen = { method, url, headers, rawHeaders, body: '' }
    this.seen.push(seen)
    if (this.respond) return this.respond(request, response)
    for await (const chunk of request) seen.body += chunk
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"orders":[]}')
  }
}
