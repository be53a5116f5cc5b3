import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { RecordedResponse } from '../../kit/recorded-streams.ts'
import { spelled } from './header-names.ts'

/**
 * An answer whose head looks as the data plane's does: Fastify knows names in lower case alone, and Node tells how long it keeps
 * a connection, which nginx does not. A head that comes as a list is written as it is.
 */
export class KongResponse extends RecordedResponse {
  // It has overloads that one signature cannot repeat; what is passed on is what was passed.
  override writeHead(...given: unknown[]): this {
    const headers = given.at(-1)
    const [status] = given as [number] // the one argument that always is there
    if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
      return super.writeHead(...(given as Parameters<ServerResponse['writeHead']>))
    }
    return super.writeHead(status, this.#listed(headers as OutgoingHttpHeaders)) // the one object that it takes
  }

  #listed(headers: OutgoingHttpHeaders): string[] {
    const head = Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().flatMap((each) => [spelled(name), String(each)]),
    )
    return headers.connection === undefined ? [...head, 'Connection', connectionOf(this)] : head
  }
}

/** What an answer says of its connection. */
export const connectionOf = ({ shouldKeepAlive }: ServerResponse): string => (shouldKeepAlive ? 'keep-alive' : 'close')
